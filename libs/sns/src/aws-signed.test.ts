import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCertificateStore } from './certificate-store';
import { createMessageVerifier } from './message-verifier';
import { parseEnvelope, type SnsEnvelope } from './sns-envelope';
import { fakeFetch } from './test-support/signed-by';

const folder = join(__dirname, '../fixtures/aws-signed');
const network = fakeFetch(() => {
  throw new Error('no test may use the network');
});
const verifier = createMessageVerifier({
  topicArns: ['arn:aws:sns:us-east-2:989023162453:sampletopic'],
  certificates: createCertificateStore({ pinnedDirectory: folder, fetch: network.fetch }),
  maxAgeMs: null,
});

function read(file: string): SnsEnvelope {
  const result = parseEnvelope(readFileSync(join(folder, file), 'utf8'));
  if (!result.ok) throw new Error(`${file}: ${JSON.stringify(result.problems)}`);
  return result.envelope;
}

const genuine = readdirSync(folder).filter((f) => f.endsWith('.json') && f !== 'forged.json');

describe('what AWS signed', () => {
  it('is six messages', () => {
    expect(genuine).toHaveLength(6);
  });

  it.each(genuine)('%s is genuine', async (file) => {
    expect(await verifier.verify(read(file))).toEqual({ ok: true });
  });

  it('forged.json is not', async () => {
    expect(await verifier.verify(read('forged.json'))).toEqual({
      ok: false,
      reason: 'untrusted',
      code: 'SNS_BAD_SIGNATURE',
    });
  });

  it.each(['MessageId', 'TopicArn', 'Message', 'Timestamp', 'Subject'])(
    'does not verify when its %s changes',
    async (field) => {
      const envelope = read('order-placed.json');
      const changed = { ...envelope, [field]: `${Reflect.get(envelope, field)}x` };
      expect(await verifier.verify(changed)).toMatchObject({ ok: false, reason: 'untrusted' });
    },
  );

  it('does not verify without its Subject', async () => {
    const { Subject, ...rest } = JSON.parse(
      readFileSync(join(folder, 'order-placed.json'), 'utf8'),
    );
    expect(Subject).toBeDefined();
    const result = parseEnvelope(JSON.stringify(rest));
    if (!result.ok) throw new Error(result.code);
    expect(await verifier.verify(result.envelope)).toMatchObject({ code: 'SNS_BAD_SIGNATURE' });
  });

  it('is too old once an age is set', async () => {
    const strict = createMessageVerifier({
      topicArns: ['arn:aws:sns:us-east-2:989023162453:sampletopic'],
      certificates: createCertificateStore({ pinnedDirectory: folder }),
      maxAgeMs: 75 * 60 * 1000,
    });
    expect(await strict.verify(read('order-placed.json'))).toEqual({
      ok: false,
      reason: 'too-old',
      code: 'SNS_TOO_OLD',
    });
    expect(await strict.verify(read('forged.json'))).toMatchObject({ code: 'SNS_BAD_SIGNATURE' });
  });

  it('needs no network', () => {
    expect(network.urls).toEqual([]);
  });
});
