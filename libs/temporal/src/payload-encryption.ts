import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  type DataConverter,
  METADATA_ENCODING_KEY,
  type Payload,
  type PayloadCodec,
} from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { EncryptionKeys } from './encryption-keys';
import { PayloadEncryptionError } from './payload-encryption-error';

const { Payload: PayloadMessage } = temporal.api.common.v1;

/** What an encrypted payload says of itself; the name that Temporal's own samples and its UI know. */
const ENCRYPTED_ENCODING = 'binary/encrypted';
/** The metadata that names the key. */
const KEY_ID_METADATA = 'encryption-key-id';

const ALGORITHM = 'aes-256-gcm';
/** The length GCM is made for (NIST SP 800-38D, 5.2.1.1); random, so good for 2^32 payloads per key (8.3). */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Key ids that may be repeated in an error: metadata is not authenticated before it is decrypted. */
const plainKeyId = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Encrypts payloads with AES-256-GCM under the current key and decrypts them with any key listed.
 *
 * A whole payload, its metadata too, becomes `iv ‖ ciphertext ‖ tag`; the key's id and the encoding are
 * authenticated with it. A payload that is not encrypted is read as it is, so that encryption can be switched
 * on while orders are open.
 * @param keys `null`: nothing is encrypted, and an encrypted payload is refused instead of misread
 * @returns a codec that throws PayloadEncryptionError for an encrypted payload that it cannot read
 */
export function createPayloadEncryption(keys: EncryptionKeys | null): PayloadCodec {
  return {
    // Promises that reject, where a function that throws would do so before there is one.
    encode: async (payloads) =>
      await Promise.resolve(
        keys === null ? payloads : payloads.map((payload) => encrypt(payload, keys)),
      ),
    decode: async (payloads) =>
      await Promise.resolve(
        payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, keys) : payload)),
      ),
  };
}

/** How a client or a worker converts data, with encryption under these keys. */
export function encryptingDataConverter(keys: EncryptionKeys | null): DataConverter {
  return { payloadCodecs: [createPayloadEncryption(keys)] };
}

/** Whether a payload bears any mark of ours: with one of the two missing it was changed, and is refused. */
function isEncrypted(payload: Payload): boolean {
  return (
    metadataText(payload, METADATA_ENCODING_KEY) === ENCRYPTED_ENCODING ||
    payload.metadata?.[KEY_ID_METADATA] !== undefined
  );
}

function encrypt(payload: Payload, { currentId, byId }: EncryptionKeys): Payload {
  const key = byId.get(currentId);
  if (key === undefined) throw new TypeError('the current key is not among the keys');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticatedData(currentId));
  return {
    metadata: {
      [METADATA_ENCODING_KEY]: Buffer.from(ENCRYPTED_ENCODING),
      [KEY_ID_METADATA]: Buffer.from(currentId),
    },
    data: Buffer.concat([
      iv,
      cipher.update(PayloadMessage.encode(payload).finish()),
      cipher.final(),
      cipher.getAuthTag(),
    ]),
  };
}

function decrypt(payload: Payload, keys: EncryptionKeys | null): Payload {
  const keyId = metadataText(payload, KEY_ID_METADATA);
  if (keyId === null || !plainKeyId.test(keyId)) {
    throw unreadable('an encrypted payload names no key');
  }
  const key = keys?.byId.get(keyId);
  if (key === undefined) {
    throw new PayloadEncryptionError(
      'TEMPORAL_PAYLOAD_KEY_UNKNOWN',
      `a payload is encrypted with the key "${keyId}", which is not in TEMPORAL_ENCRYPTION_KEYS`,
    );
  }
  const sealed = payload.data ?? new Uint8Array();
  if (
    metadataText(payload, METADATA_ENCODING_KEY) !== ENCRYPTED_ENCODING ||
    sealed.length < IV_BYTES + TAG_BYTES
  ) {
    throw unreadable(`a payload encrypted with the key "${keyId}" was changed`);
  }
  const tagAt = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(authenticatedData(keyId));
  decipher.setAuthTag(sealed.subarray(tagAt));
  let plain: Buffer;
  try {
    // Nothing of it is looked at before `final` has checked the tag.
    plain = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, tagAt)), decipher.final()]);
  } catch {
    throw unreadable(
      `a payload was changed, or was encrypted with another key of the id "${keyId}"`,
    );
  }
  return PayloadMessage.decode(plain);
}

/** What is authenticated beside the ciphertext. Read in one way only: a key's id has no blank. */
function authenticatedData(keyId: string): Buffer {
  return Buffer.from(`${ENCRYPTED_ENCODING} ${keyId}`);
}

function unreadable(detail: string): PayloadEncryptionError {
  return new PayloadEncryptionError('TEMPORAL_PAYLOAD_UNREADABLE', detail);
}

function metadataText(payload: Payload, name: string): string | null {
  const value = payload.metadata?.[name];
  return value === undefined ? null : Buffer.from(value).toString('utf8');
}
