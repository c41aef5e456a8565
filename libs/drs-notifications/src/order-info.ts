import { z } from 'zod';
import { identifier, orNull } from './amazon-text';
import { amazonTime } from './amazon-time';
import { boundedEntries } from './bounded-entries';
import type { ProductInfo } from './notification';
import { orderedProduct } from './product-info';

const orderFields = { instanceId: identifier, slotId: identifier };

/** `orderInfo` of Order Cancelled. */
export const orderInfo = z.object(orderFields, { error: 'an object' });

/**
 * `orderInfo` of Order Placed and Item Shipped, in both versions.
 *
 * 2.0 has `asin` and `estimatedDeliveryDate` in the entries of `productInfo`, 1.0 has one
 * `estimatedDeliveryDate` for the order, which is put on each entry here.
 */
export const orderInfoWithProducts = z
  .object(
    {
      ...orderFields,
      productInfo: boundedEntries(orderedProduct),
      estimatedDeliveryDate: orNull(amazonTime),
    },
    { error: 'an object' },
  )
  .transform(({ instanceId, slotId, productInfo, estimatedDeliveryDate }) => ({
    instanceId,
    slotId,
    version: versionOf(productInfo),
    products: productInfo.map((product) => ({
      ...product,
      estimatedDelivery: product.estimatedDelivery ?? estimatedDeliveryDate,
    })),
  }));

function versionOf(products: readonly ProductInfo[]): '1.0' | '2.0' {
  return products.some(({ asin, estimatedDelivery }) => asin !== null || estimatedDelivery !== null)
    ? '2.0'
    : '1.0';
}
