import { confirmSubscription } from './confirm-subscription';
import { parseEnvelope, type SubscriptionConfirmationEnvelope } from './sns-envelope';
import { genuineSender, type GenuineSender } from './test-support/genuine-sender';
import { fetchFrom, httpPeer, type HttpPeer } from './test-support/http-peer';
import { notification, topicArn } from './test-support/signed-by';

let sns: GenuineSender;
/** What the attacker wants us to call, and what stands in the place of SNS. */
let trap: HttpPeer;
let hostOfSns: HttpPeer;
beforeAll(async () => (sns = await genuineSender()));
beforeEach(async () => {
  trap = await httpPeer((_, response) => response.end());
  hostOfSns = await httpPeer((_, response) =>
    response.end(`<SubscriptionArn>${topicArn}:1</SubscriptionArn>`),
  );
});
afterEach(async () => {
  await trap.close();
  await hostOfSns.close();
});

/** Receives a confirmation that SNS has signed, and confirms it; tells the hosts that were called. */
async function confirm(
  fields: { SubscribeURL?: string; Token?: string; TopicArn?: string },
  origin = hostOfSns.origin,
) {
  const signed = sns.sign({
    ...notification,
    Type: 'SubscriptionConfirmation',
    Token: 'genuine-token',
    SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription',
    ...fields,
  });
  expect(await sns.receive(signed, { topicArns: [signed.TopicArn] })).toBe('genuine');
  const parsed = parseEnvelope(JSON.stringify(signed));
  if (!parsed.ok || parsed.envelope.Type !== 'SubscriptionConfirmation') throw new Error('not one');
  const hosts: string[] = [];
  const fetchOne: typeof fetch = async (input, init) => {
    hosts.push(new URL(input instanceof Request ? input.url : String(input)).origin);
    return await fetchFrom(origin)(input, init);
  };
  const envelope: SubscriptionConfirmationEnvelope = parsed.envelope;
  return { result: await confirmSubscription(envelope, { fetch: fetchOne }), hosts };
}
const queryOf = (request: string | undefined) => [
  ...new URL(request?.replace('GET ', '') ?? '', 'http://sns').searchParams,
];

describe('SubscribeURL is never fetched', () => {
  const places = (): readonly string[] => [
    `${trap.origin}/?Action=ConfirmSubscription`,
    'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://localhost:8080/metrics',
    'https://sns.eu-central-1.amazonaws.com@evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a URL',
  ];

  it('though SNS signed it: we call the host of the topic’s region, and nothing else', async () => {
    for (const SubscribeURL of places()) {
      const { result, hosts } = await confirm({ SubscribeURL });
      expect(result).toEqual({ ok: true, subscriptionArn: `${topicArn}:1` });
      expect(hosts).toEqual(['https://sns.eu-central-1.amazonaws.com']);
    }
    expect(trap.requests).toEqual([]);
    expect(hostOfSns.requests).toHaveLength(places().length);
    for (const request of hostOfSns.requests) {
      expect(queryOf(request)).toEqual([
        ['Action', 'ConfirmSubscription'],
        ['TopicArn', topicArn],
        ['Token', 'genuine-token'],
      ]);
    }
  });

  it('nor while a message is verified, of whatever type, nor is UnsubscribeURL', async () => {
    const urls = { SubscribeURL: `${trap.origin}/s`, Token: 't' };
    const fetched: string[] = [];
    const certificates = {
      fetch: async (url: unknown) => {
        fetched.push(String(url));
        return new Response(sns.pair.certificatePem);
      },
    };
    for (const Type of ['SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const) {
      const signed = sns.sign({ ...notification, ...urls, Type });
      expect(await sns.receive(signed, { certificates })).toBe('genuine');
    }
    const UnsubscribeURL = `${trap.origin}/u`;
    const signed = { ...sns.sign(notification), UnsubscribeURL, ...urls };
    expect(await sns.receive(signed, { certificates })).toBe('genuine');
    expect(new Set(fetched)).toEqual(new Set([notification.SigningCertURL]));
    expect(trap.requests).toEqual([]);
  });

  it('nor where SNS redirects us to', async () => {
    for (const target of [trap.origin, 'http://169.254.169.254/']) {
      const redirecting = await httpPeer((_, response) => {
        response.writeHead(302, { location: target });
        response.end();
      });
      const { result } = await confirm({}, redirecting.origin);
      expect(result).toEqual({ ok: false, code: 'SNS_CONFIRM_UNAVAILABLE' });
      await redirecting.close();
    }
    expect(trap.requests).toEqual([]);
  });
});

describe('the URL of ConfirmSubscription', () => {
  it.each([
    'x&Action=DeleteTopic',
    'x&TopicArn=arn:aws:sns:eu-central-1:666666666666:evil',
    'x#fragment',
    'x%26Action%3DDeleteTopic',
    'x+y z',
    '../../?Action=DeleteTopic',
    '@evil.example/',
    'x;Action=DeleteTopic',
    '\u2028&Action=DeleteTopic',
    '\u{1F4E6}',
  ])('takes the token %j for a token and no more', async (Token) => {
    const { hosts } = await confirm({ Token });
    expect(hosts).toEqual(['https://sns.eu-central-1.amazonaws.com']);
    expect(hostOfSns.requests).toHaveLength(1);
    expect(hostOfSns.requests[0]).toMatch(/^GET \/\?[!-~]*$/);
    expect(queryOf(hostOfSns.requests[0])).toEqual([
      ['Action', 'ConfirmSubscription'],
      ['TopicArn', topicArn],
      ['Token', Token],
    ]);
  });

  it.each(['x\r\nHost: evil.example', 'x\ny', 'x\0', ''])(
    'is not made for the token %j, which is malformed',
    async (Token) => {
      const fields = { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://x' } as const;
      const signed = sns.sign({ ...notification, ...fields, Token });
      expect(await sns.receive(signed)).toBe('malformed SNS_INVALID_ENVELOPE');
    },
  );

  it('is not called for a topic that is not ours, nor for a forged confirmation', async () => {
    const fields = { SubscribeURL: trap.origin, Token: 't' };
    const unsigned = { ...notification, ...fields, Type: 'SubscriptionConfirmation' } as const;
    const TopicArn = 'arn:aws:sns:eu-central-1:666666666666:evil';
    expect(await sns.receive(sns.sign({ ...unsigned, TopicArn }))).toBe(
      'untrusted SNS_TOPIC_NOT_ALLOWED',
    );
    for (const change of [{ Token: 'forged' }, { SubscribeURL: 'https://x' }]) {
      expect(await sns.receive({ ...sns.sign(unsigned), ...change })).toBe(
        'untrusted SNS_BAD_SIGNATURE',
      );
    }
  });
});
