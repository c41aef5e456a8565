import { z } from 'zod';
import { identifier } from './amazon-text';
import { isJsonObject, ownField } from './json-object';
import type { DeviceIdentity } from './notification';

/**
 * `productIdentifier`: normally `{modelId}`. The page's Subscription Changed 1.0 has `{"myDeviceModel": "…"}`:
 * where there is no `modelId`, the only other text there is the model.
 */
const productIdentifier = z.preprocess(
  (value) => {
    if (!isJsonObject(value) || (ownField(value, 'modelId') ?? null) !== null) return value;
    const [only, ...others] = Object.entries(value).filter(
      ([name, text]) => name !== '__proto__' && typeof text === 'string',
    );
    return only !== undefined && others.length === 0 ? { modelId: only[1] } : {};
  },
  z.object({ modelId: identifier }, { error: 'an object' }),
);

/** `deviceInfo` of every notification, read into the device's identity. */
export const deviceInfo = z
  .object(
    {
      deviceIdentifier: z.object({ serialNumber: identifier }, { error: 'an object' }),
      productIdentifier,
    },
    { error: 'an object' },
  )
  .transform(({ deviceIdentifier, productIdentifier: product }): DeviceIdentity => ({
    modelId: product.modelId,
    serialNumber: deviceIdentifier.serialNumber,
  }));
