import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCertificateStore } from '@refill/sns/certificate-store';
import { createMessageVerifier } from '@refill/sns/message-verifier';
import { parseEnvelope, type SnsEnvelope } from '@refill/sns/sns-envelope';
import { orderPlaced } from './drs-messages';
import { createMessageSigner, type SnsRequest } from './sign-message';
import { certificateFolderOf, loadSigningIdentity, type SigningIdentity } from './signing-identity';
import { LOCAL_TOPIC_ARN } from './simulator-settings';
import { NOW, simulationRequest } from './test-support/requests';

let home: string;
let identity: SigningIdentity;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'simulator-'));
  identity = await loadSigningIdentity(home, NOW);
});

afterAll(async () => {
  await rm(home, { recursive: true });
});

const message = orderPlaced(
  { ...simulationRequest(), version: '2.0', start: NOW },
  { orderId: 'order-1', sentAt: NOW, delivery: NOW, products: [] },
);

function signed(signatureVersion: '1' | '2', topicArn = LOCAL_TOPIC_ARN): SnsRequest {
  return createMessageSigner({ topicArn, signatureVersion, identity })(message, new Date(NOW));
}

function envelopeOf(request: SnsRequest): SnsEnvelope {
  const result = parseEnvelope(request.body);
  if (!result.ok) throw new Error(`${result.code}: ${JSON.stringify(result.problems)}`);
  return result.envelope;
}

async function verify(
  envelope: SnsEnvelope,
  { topicArn = LOCAL_TOPIC_ARN, allowSimulatorCertificate = true } = {},
) {
  return createMessageVerifier({
    topicArns: [topicArn],
    certificates: createCertificateStore({
      pinnedDirectory: certificateFolderOf(home),
      allowSimulatorCertificate,
      now: () => NOW,
      fetch: () => Promise.reject(new Error('the network is not to be used')),
    }),
    maxAgeMs: 60_000,
    now: () => NOW,
  }).verify(envelope);
}

it.each(['1', '2'] as const)(
  'signs with SignatureVersion %s what Refill verifies',
  async (version) => {
    const envelope = envelopeOf(signed(version));
    expect(envelope.SignatureVersion).toBe(version);
    expect(await verify(envelope)).toEqual({ ok: true });
  },
);

it('signs the message: a change of it is found out', async () => {
  const envelope = envelopeOf(signed('2'));
  const forged = { ...envelope, Message: envelope.Message.replace('order-1', 'order-2') };
  expect(forged.Message).not.toBe(envelope.Message);
  expect(await verify(forged)).toMatchObject({ ok: false, code: 'SNS_BAD_SIGNATURE' });
});

it('is refused by a stack that does not allow the simulator', async () => {
  expect(await verify(envelopeOf(signed('2')), { allowSimulatorCertificate: false })).toMatchObject(
    { ok: false, code: 'SNS_SIMULATOR_CERTIFICATE' },
  );
});

it.each([
  'arn:aws:sns:eu-central-1:123456789012:my-topic',
  'arn:aws-cn:sns:cn-north-1:123456789012:my-topic',
])('names a certificate of the region of %s', async (topicArn) => {
  expect(await verify(envelopeOf(signed('2', topicArn)), { topicArn })).toEqual({ ok: true });
});

it('delivers as SNS does', () => {
  const { headers, body } = signed('2');
  expect(headers).toMatchObject({
    'content-type': 'text/plain; charset=UTF-8',
    'x-amz-sns-message-type': 'Notification',
    'x-amz-sns-message-id': message.messageId,
    'x-amz-sns-topic-arn': LOCAL_TOPIC_ARN,
  });
  expect(headers['x-amz-sns-subscription-arn']).toMatch(
    new RegExp(`^${LOCAL_TOPIC_ARN}:[0-9a-f-]{36}$`),
  );
  expect(JSON.parse(body)).toMatchObject({
    Type: 'Notification',
    MessageAttributes: { version: { Type: 'String', Value: '2.0' } },
  });
});

it('refuses a topic that is none', () => {
  expect(() => signed('2', 'my-topic')).toThrow('SIMULATOR_TOPIC_INVALID');
});
