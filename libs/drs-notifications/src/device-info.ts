import { z } from 'zod';
import { identifier } from './amazon-text';
import { isJsonObject, ownField, type JsonObject } from './json-object';
import type { DeviceIdentity } from './notification';

/**
 * `productIdentifier`: normally `{modelId}`. The page's Subscription Changed 1.0 has `{"myDeviceModel": "…"}`:
 * where there is no `modelId`, the only other text there is the model.
 */
const productIdentifier = z.preprocess(
  (value) => {
    if (!isJsonObject(value) || (ownField(value, 'modelId') ?? null) !== null) return value;
    const modelId = otherModel(value);
    return modelId === null ? {} : { modelId };
  },
  z.object({ modelId: identifier }, { error: 'an object' }),
);

/** The text whose key alone speaks of a model, else the only text; `null` rather than a guess. */
function otherModel(value: JsonObject): string | null {
  const texts = Object.entries(value).flatMap(([name, text]) =>
    name !== '__proto__' && typeof text === 'string' ? [{ name, text }] : [],
  );
  const models = texts.filter(({ name }) => /model/i.test(name));
  const [only, ...others] = models.length === 1 ? models : texts;
  return only !== undefined && others.length === 0 ? only.text : null;
}

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
