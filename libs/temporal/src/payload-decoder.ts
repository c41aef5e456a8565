import type { LoadedDataConverter, Payload } from '@temporalio/common';

/** Reads the value of a payload as it stands in a history. */
export type DecodePayload = (payload: Payload) => Promise<unknown>;

/** A client of the SDK's, of whichever kind. */
export interface DecodingClient {
  readonly options: { readonly loadedDataConverter: LoadedDataConverter };
}

/**
 * Reads payloads as the client does: decrypts them where they are encrypted.
 * @throws PayloadEncryptionError (the decoder) when the key is not known
 */
export function payloadDecoderOf(client: DecodingClient): DecodePayload {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  return async (payload) => {
    let decoded: readonly Payload[] = [payload];
    // The last codec was the outermost one.
    for (const codec of [...payloadCodecs].reverse()) decoded = await codec.decode([...decoded]);
    const [plain] = decoded;
    return plain === undefined ? undefined : payloadConverter.fromPayload(plain);
  };
}
