import { z } from 'zod';
import { optionalIdentifier, orNull } from './amazon-text';
import { amazonTime } from './amazon-time';

const quantity = z
  .number({ error: 'a number' })
  .nonnegative({ error: 'a number that is not negative' });

/** What an order's and a slot's products have in common; whatever Amazon leaves out is `null`. */
const selectionFields = {
  asin: optionalIdentifier,
  quantity: orNull(quantity),
  /** In lower case: `count` and `Count` both occur. */
  unit: optionalIdentifier.transform((unit) => unit?.toLowerCase() ?? null),
};

/** One entry of a slot's `productInfoList`. */
export const selectedProduct = z.object(selectionFields, { error: 'an object' });

/** One entry of an order's `productInfo`. */
export const orderedProduct = z
  .object({ ...selectionFields, estimatedDeliveryDate: orNull(amazonTime) }, { error: 'an object' })
  .transform(({ estimatedDeliveryDate, ...product }) => ({
    ...product,
    estimatedDelivery: estimatedDeliveryDate,
  }));
