import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The keys that Temporal's payloads are encrypted with. */
export interface EncryptionKeys {
  /** The id of the key that encrypts: the first one listed. */
  readonly currentId: string;
  /** Every key by its id; all of them decrypt. A `KeyObject` shows no key when it is logged. */
  readonly byId: ReadonlyMap<string, KeyObject>;
}

/** The variable that holds the keys; with `_FILE` behind it, the path of a file that does. */
const VARIABLE = 'TEMPORAL_ENCRYPTION_KEYS';

/** AES-256: 32 bytes. */
const KEY_BYTES = 32;

/** 32 bytes in base64 (RFC 4648, 4 or 5), with or without padding. */
const keyPattern = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]{43}=?)$/;

const formatExpected =
  'expected keyId:key[,oldKeyId:oldKey…]: ids of letters, digits, ".", "_" and "-", ' +
  'keys of 32 random bytes in base64 (openssl rand -base64 32)';

/**
 * Keys as they are written in the environment, `keyId:base64of32bytes[,oldId:base64…]`: the first one
 * encrypts, all of them decrypt. For the schema of a service, so that all wrong variables are told at once.
 */
export const encryptionKeys = z.string().transform((text, context): EncryptionKeys => {
  const byId = new Map<string, KeyObject>();
  let currentId: string | null = null;
  const refuse = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  for (const entry of text.split(/[,\n]/).map((part) => part.trim())) {
    if (entry === '') continue;
    const [, id, key] = keyPattern.exec(entry) ?? [];
    if (id === undefined || key === undefined) return refuse(formatExpected);
    const bytes = Buffer.from(key, 'base64');
    if (bytes.length !== KEY_BYTES) return refuse(formatExpected);
    if (byId.has(id)) return refuse('expected another id for every key');
    byId.set(id, createSecretKey(bytes));
    currentId ??= id;
  }
  return currentId === null ? refuse(formatExpected) : { currentId, byId };
});

/**
 * `TEMPORAL_ENCRYPTION_KEYS` cannot be used; carries the code `TEMPORAL_ENCRYPTION_KEYS_INVALID`, never a key.
 */
export class EncryptionKeysError extends Error {
  override readonly name = 'EncryptionKeysError';
  readonly code = 'TEMPORAL_ENCRYPTION_KEYS_INVALID';

  /** @param problem the variable and what is expected of it */
  constructor(problem: string) {
    super(`TEMPORAL_ENCRYPTION_KEYS_INVALID: ${problem}`);
  }
}

/**
 * Reads the keys from `TEMPORAL_ENCRYPTION_KEYS`, or from the file that `TEMPORAL_ENCRYPTION_KEYS_FILE` names;
 * a variable set to nothing counts as not set.
 * @returns `null` when neither is set: payloads are not encrypted
 * @throws EncryptionKeysError when they are wrong: better no start than no encryption
 */
export function readEncryptionKeys(env: NodeJS.ProcessEnv): EncryptionKeys | null {
  const direct = env[VARIABLE] ?? '';
  const file = env[`${VARIABLE}_FILE`] ?? '';
  if (direct !== '' && file !== '') {
    throw new EncryptionKeysError(`set ${VARIABLE} or ${VARIABLE}_FILE, not both`);
  }
  if (direct === '' && file === '') return null;
  const text = file === '' ? direct : readKeysFile(file);
  const name = file === '' ? VARIABLE : `${VARIABLE}_FILE`;
  const parsed = encryptionKeys.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new EncryptionKeysError(
    `${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`,
  );
}

function readKeysFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new EncryptionKeysError(`${VARIABLE}_FILE: the file cannot be read`);
  }
}
