import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { EncryptionKeysError, readEncryptionKeys } from './encryption-keys';

const newKey = (): string => randomBytes(32).toString('base64');
const one = newKey();
const two = newKey();

function failure(env: NodeJS.ProcessEnv): EncryptionKeysError {
  try {
    readEncryptionKeys(env);
  } catch (error) {
    if (error instanceof EncryptionKeysError) return error;
    throw error;
  }
  throw new Error('the keys were taken');
}

describe('readEncryptionKeys', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'refill-keys-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([{}, { TEMPORAL_ENCRYPTION_KEYS: '' }, { TEMPORAL_ENCRYPTION_KEYS_FILE: '' }])(
    'encrypts nothing with %j',
    (env) => {
      expect(readEncryptionKeys(env)).toBeNull();
    },
  );

  it('lets the first key encrypt and all of them decrypt', () => {
    const keys = readEncryptionKeys({ TEMPORAL_ENCRYPTION_KEYS: `2026-11:${one}, old_1:${two}` });
    expect(keys?.currentId).toBe('2026-11');
    expect([...(keys?.byId.keys() ?? [])]).toEqual(['2026-11', 'old_1']);
    expect(keys?.byId.get('old_1')?.export().toString('base64')).toBe(two);
  });

  it('takes base64 for URLs and without padding', () => {
    const url = randomBytes(32).toString('base64url');
    const keys = readEncryptionKeys({ TEMPORAL_ENCRYPTION_KEYS: `a:${url}` });
    expect(keys?.byId.get('a')?.export().toString('base64url')).toBe(url);
  });

  it('reads them from a file, one in a line or with commas', () => {
    const file = path.join(folder, 'keys');
    writeFileSync(file, `new:${one}\nold:${two}\n`);
    const keys = readEncryptionKeys({ TEMPORAL_ENCRYPTION_KEYS_FILE: file });
    expect(keys?.currentId).toBe('new');
    expect(keys?.byId.size).toBe(2);
  });

  it.each([
    ['no id', one],
    ['an empty id', `:${one}`],
    ['an id with a blank', `my key:${one}`],
    ['no key', 'a:'],
    ['a key that is too short', `a:${randomBytes(16).toString('base64')}`],
    ['a key that is too long', `a:${randomBytes(33).toString('base64')}`],
    ['a key that is not base64', `a:${'!'.repeat(43)}`],
    ['an id twice', `a:${one},a:${two}`],
    ['nothing but a comma', ','],
  ])('refuses %s, and shows no key', (_name, text) => {
    const error = failure({ TEMPORAL_ENCRYPTION_KEYS: text });
    expect(error.code).toBe('TEMPORAL_ENCRYPTION_KEYS_INVALID');
    expect(error.message).toMatch(
      /^TEMPORAL_ENCRYPTION_KEYS_INVALID: TEMPORAL_ENCRYPTION_KEYS: expected/,
    );
    for (const secret of [one, two, '!!!']) expect(inspect(error)).not.toContain(secret);
  });

  it('refuses a file that is not there, and two places at once', () => {
    const missing = path.join(folder, 'missing');
    expect(failure({ TEMPORAL_ENCRYPTION_KEYS_FILE: missing }).message).toContain(
      'TEMPORAL_ENCRYPTION_KEYS_FILE: the file cannot be read',
    );
    const both = { TEMPORAL_ENCRYPTION_KEYS: `a:${one}`, TEMPORAL_ENCRYPTION_KEYS_FILE: missing };
    expect(failure(both).message).toContain('not both');
  });

  it('shows no key when the keys are printed', () => {
    const keys = readEncryptionKeys({ TEMPORAL_ENCRYPTION_KEYS: `a:${one}` });
    expect(inspect(keys, { depth: 9, showHidden: true })).not.toContain(one);
    expect(JSON.stringify([...(keys?.byId ?? [])])).not.toContain(one);
  });
});
