import { createSecretKey, randomBytes, webcrypto } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import * as fc from 'fast-check';
import type { EncryptionKeys } from './encryption-keys';
import { createPayloadEncryption } from './payload-encryption';
import { PayloadEncryptionError } from './payload-encryption-error';

const [first, second, third] = ['first', 'second', 'third'].map(
  (id) => [id, createSecretKey(randomBytes(32))] as const,
) as [KeyEntry, KeyEntry, KeyEntry];
type KeyEntry = readonly [string, ReturnType<typeof createSecretKey>];

function keysOf(current: KeyEntry, ...others: readonly KeyEntry[]): EncryptionKeys {
  return { currentId: current[0], byId: new Map([current, ...others]) };
}

const bytes = fc.uint8Array({ maxLength: 300 });
const payloads = fc.array(
  fc.record({
    metadata: fc.dictionary(
      fc.string().filter((name) => name !== 'encryption-key-id' && name !== '__proto__'),
      bytes,
    ),
    data: bytes,
  }),
  { maxLength: 5 },
);

/** A payload as comparable text, whatever kind of byte array it holds. */
function plain({ metadata, data }: Payload): unknown {
  const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');
  const names = Object.entries(metadata ?? {}).map(([name, value]) => [name, hex(value)] as const);
  return { metadata: Object.fromEntries(names), data: hex(data ?? new Uint8Array()) };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PayloadEncryptionError) return error.code;
    throw error;
  }
  throw new Error('the payload was read');
}

async function encryptOne(keys: EncryptionKeys, payload: Payload): Promise<Payload> {
  const [sealed] = await createPayloadEncryption(keys).encode([payload]);
  if (sealed === undefined) throw new Error('no payload came back');
  return sealed;
}

describe('createPayloadEncryption', () => {
  const codec = createPayloadEncryption(keysOf(first));
  const text: Payload = {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from('"serial number of a device"'),
  };

  it('gives back what it was given', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, async (given) => {
        const sealed = await codec.encode(given);
        expect(sealed).toHaveLength(given.length);
        expect((await codec.decode(sealed)).map(plain)).toEqual(given.map(plain));
      }),
      { numRuns: 500 },
    );
  });

  it('hides the data and the metadata, differently each time', async () => {
    const sealed = await codec.encode([text, text]);
    expect(sealed.map((payload) => Object.keys(payload.metadata ?? {}))).toEqual([
      ['encoding', 'encryption-key-id'],
      ['encoding', 'encryption-key-id'],
    ]);
    const visible = sealed.map(plain);
    expect(visible[0]).not.toEqual(visible[1]);
    for (const secret of ['serial', 'json/plain']) {
      expect(JSON.stringify(visible)).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('refuses a payload of which any byte was changed', async () => {
    const sealed = await encryptOne(keysOf(first), text);
    const places = [
      sealed.data,
      sealed.metadata?.['encoding'],
      sealed.metadata?.['encryption-key-id'],
    ];
    for (const place of places) {
      for (let at = 0; at < (place?.length ?? 0); at += 1) {
        for (const bit of [1, 4, 128]) {
          const changed = structuredClone(sealed);
          const copy = [
            changed.data,
            changed.metadata?.['encoding'],
            changed.metadata?.['encryption-key-id'],
          ][places.indexOf(place)];
          if (copy === undefined || copy === null) throw new Error('nothing to change');
          copy[at] = (copy[at] ?? 0) ^ bit;
          expect(await codeOf(codec.decode([changed]))).toMatch(/^TEMPORAL_PAYLOAD_/);
        }
      }
    }
  });

  it('refuses a payload that was cut, lengthened or put together from others', async () => {
    const one = await encryptOne(keysOf(first), text);
    const other = await encryptOne(keysOf(first), text);
    const data = Buffer.from(one.data ?? []);
    const variants = [
      Buffer.alloc(0),
      data.subarray(0, 27),
      data.subarray(0, -1),
      data.subarray(1),
      Buffer.concat([data, Buffer.alloc(1)]),
      Buffer.concat([Buffer.from(other.data ?? []).subarray(0, 12), data.subarray(12)]),
    ];
    for (const variant of variants) {
      expect(await codeOf(codec.decode([{ ...one, data: variant }]))).toBe(
        'TEMPORAL_PAYLOAD_UNREADABLE',
      );
    }
    expect(await codeOf(codec.decode([{ metadata: one.metadata ?? {} }]))).toBe(
      'TEMPORAL_PAYLOAD_UNREADABLE',
    );
  });

  it('refuses a payload whose key id was put on another', async () => {
    const both = keysOf(first, second);
    const sealed = await encryptOne(both, text);
    const relabelled = {
      ...sealed,
      metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('second') },
    };
    const twins = { currentId: 'first', byId: new Map([first, ['second', first[1]] as const]) };
    for (const keys of [both, twins]) {
      expect(await codeOf(createPayloadEncryption(keys).decode([relabelled]))).toBe(
        'TEMPORAL_PAYLOAD_UNREADABLE',
      );
    }
  });

  it('refuses a payload that has lost one of its two marks', async () => {
    const { metadata, data } = await encryptOne(keysOf(first), text);
    const { encoding, 'encryption-key-id': keyId } = metadata ?? {};
    if (encoding === undefined || keyId === undefined || data == null) throw new Error('no marks');
    for (const left of [
      { encoding },
      { 'encryption-key-id': keyId },
      { encoding: Buffer.from('binary/plain'), 'encryption-key-id': keyId },
    ]) {
      expect(await codeOf(codec.decode([{ metadata: left, data }]))).toBe(
        'TEMPORAL_PAYLOAD_UNREADABLE',
      );
    }
  });

  it('reads what is not encrypted as it is', async () => {
    await fc.assert(
      fc.asyncProperty(payloads, async (given) => {
        for (const keys of [keysOf(first), null]) {
          expect(await createPayloadEncryption(keys).decode(given)).toEqual(given);
        }
      }),
    );
    expect((await codec.decode([{}, { data: null, metadata: null }])).length).toBe(2);
  });

  it('leaves payloads as they are without keys, but reads none that is encrypted', async () => {
    const off = createPayloadEncryption(null);
    expect(await off.encode([text])).toEqual([text]);
    expect(await codeOf(off.decode([await encryptOne(keysOf(first), text)]))).toBe(
      'TEMPORAL_PAYLOAD_KEY_UNKNOWN',
    );
  });

  it('names the key that is missing, but not what a forger writes there', async () => {
    const sealed = await encryptOne(keysOf(third), text);
    await expect(codec.decode([sealed])).rejects.toThrow(
      'TEMPORAL_PAYLOAD_KEY_UNKNOWN: a payload is encrypted with the key "third"',
    );
    const forged = {
      ...sealed,
      metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('x\n{"level":"info"}') },
    };
    await expect(codec.decode([forged])).rejects.toThrow(
      /^TEMPORAL_PAYLOAD_UNREADABLE: an encrypted payload names no key$/,
    );
  });

  it('reads, after a rotation, what any listed key encrypted', async () => {
    await fc.assert(
      fc.asyncProperty(
        payloads,
        fc.shuffledSubarray([first, second, third], { minLength: 1 }),
        fc.constantFrom(first, second, third),
        async (given, [current, ...others], used) => {
          if (current === undefined) throw new Error('at least one key');
          const listed = keysOf(current, ...others);
          const sealed = await createPayloadEncryption(keysOf(used)).encode(given);
          const decoding = createPayloadEncryption(listed).decode(sealed);
          if (listed.byId.has(used[0]) || given.length === 0) {
            expect((await decoding).map(plain)).toEqual(given.map(plain));
          } else {
            expect(await codeOf(decoding)).toBe('TEMPORAL_PAYLOAD_KEY_UNKNOWN');
          }
        },
      ),
    );
  });

  it('keeps its format: payloads of years ago must be readable', async () => {
    // Made by another implementation of AES-GCM, from the description alone: iv, ciphertext, tag.
    const key = await webcrypto.subtle.importKey('raw', first[1].export(), 'AES-GCM', false, [
      'encrypt',
    ]);
    const iv = randomBytes(12);
    // Field 2 (data) of Temporal's Payload message holds "7".
    const sealed = await webcrypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: Buffer.from('binary/encrypted first') },
      key,
      Buffer.from([0x12, 1, 0x37]),
    );
    const metadata = {
      encoding: Buffer.from('binary/encrypted'),
      'encryption-key-id': Buffer.from('first'),
    };
    const data = Buffer.concat([iv, Buffer.from(sealed)]);
    const [decoded] = await codec.decode([{ metadata, data }]);
    expect(plain(decoded ?? {})).toEqual({ metadata: {}, data: '37' });
  });

  it('encrypts with the first key only', async () => {
    const sealed = await encryptOne(keysOf(second, first), text);
    expect(Buffer.from(sealed.metadata?.['encryption-key-id'] ?? []).toString()).toBe('second');
    expect(await codeOf(codec.decode([sealed]))).toBe('TEMPORAL_PAYLOAD_KEY_UNKNOWN');
  });
});
