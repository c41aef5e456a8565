import { confirmSubscription } from './confirm-subscription';
import type { SubscriptionConfirmationEnvelope } from './sns-envelope';
import { fakeFetch, notification, topicArn } from './test-support/signed-by';

const envelope: SubscriptionConfirmationEnvelope = {
  ...notification,
  Type: 'SubscriptionConfirmation',
  Token: '2336412f37fb687f5d51e6e2',
  SubscribeURL: 'https://evil.example/?Action=ConfirmSubscription',
  Signature: 'c2ln',
};
const confirmed = `<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
  <ConfirmSubscriptionResult><SubscriptionArn>${topicArn}:2bcfbf39</SubscriptionArn></ConfirmSubscriptionResult>
</ConfirmSubscriptionResponse>`;

describe('confirmSubscription', () => {
  it('calls the host of the region, not SubscribeURL', async () => {
    const sns = fakeFetch(() => new Response(confirmed));
    expect(await confirmSubscription(envelope, { fetch: sns.fetch })).toEqual({
      ok: true,
      subscriptionArn: `${topicArn}:2bcfbf39`,
    });
    expect(sns.urls).toEqual([
      'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription' +
        '&TopicArn=arn%3Aaws%3Asns%3Aeu-central-1%3A123456789012%3Adrs&Token=2336412f37fb687f5d51e6e2',
    ]);
    expect(sns.redirects).toEqual(['error']);
  });

  it('calls China at its own host', async () => {
    const sns = fakeFetch(() => new Response(confirmed));
    const TopicArn = 'arn:aws-cn:sns:cn-north-1:123456789012:drs';
    await confirmSubscription({ ...envelope, TopicArn }, { fetch: sns.fetch });
    expect(sns.urls[0]).toMatch(/^https:\/\/sns\.cn-north-1\.amazonaws\.com\.cn\/\?Action=/);
  });

  it('lets neither token nor topic reach beyond its parameter', async () => {
    const sns = fakeFetch(() => new Response(confirmed));
    const Token = 'x&Action=DeleteTopic#@evil.example/';
    await confirmSubscription({ ...envelope, Token }, { fetch: sns.fetch });
    const url = new URL(sns.urls[0] ?? '');
    expect(url.host).toBe('sns.eu-central-1.amazonaws.com');
    expect([...url.searchParams]).toEqual([
      ['Action', 'ConfirmSubscription'],
      ['TopicArn', topicArn],
      ['Token', Token],
    ]);
    const TopicArn = 'arn:aws:sns:evil.example/:123456789012:drs';
    expect(await confirmSubscription({ ...envelope, TopicArn }, { fetch: sns.fetch })).toEqual({
      ok: false,
      code: 'SNS_CONFIRM_REFUSED',
    });
    expect(sns.urls).toHaveLength(1);
  });

  it('calls another endpoint when told to', async () => {
    const sns = fakeFetch(() => new Response(confirmed));
    await confirmSubscription(envelope, { fetch: sns.fetch, endpoint: 'http://127.0.0.1:4566' });
    expect(sns.urls[0]).toMatch(/^http:\/\/127\.0\.0\.1:4566\/\?Action=ConfirmSubscription&/);
  });

  it.each(['', '{}', '<ListAllMyBucketsResult/>', '<SubscriptionArn></SubscriptionArn>'])(
    'takes a 200 without the ARN of a subscription for no confirmation: %s',
    async (text) => {
      const sns = fakeFetch(() => new Response(text));
      expect(await confirmSubscription(envelope, { fetch: sns.fetch })).toEqual({
        ok: false,
        code: 'SNS_CONFIRM_UNAVAILABLE',
      });
    },
  );

  it.each([
    [400, '<Code>InvalidParameter</Code>', 'SNS_CONFIRM_REFUSED'],
    [403, '', 'SNS_CONFIRM_REFUSED'],
    [404, '', 'SNS_CONFIRM_REFUSED'],
    [400, '<Code>Throttling</Code>', 'SNS_CONFIRM_UNAVAILABLE'],
    [408, '', 'SNS_CONFIRM_UNAVAILABLE'],
    [429, '', 'SNS_CONFIRM_UNAVAILABLE'],
    [302, '', 'SNS_CONFIRM_UNAVAILABLE'],
    [503, '', 'SNS_CONFIRM_UNAVAILABLE'],
  ])('answers %i %s with %s%s', async (status, text, code) => {
    const sns = fakeFetch(() => new Response(text, { status }));
    expect(await confirmSubscription(envelope, { fetch: sns.fetch })).toEqual({ ok: false, code });
  });

  it('gives up after the timeout, and on a connection that fails', async () => {
    const failing = [
      fakeFetch(() => new Promise<Response>(() => undefined)),
      fakeFetch(() => {
        throw new TypeError('fetch failed');
      }),
    ];
    for (const { fetch } of failing) {
      expect(await confirmSubscription(envelope, { fetch, timeoutMs: 20 })).toEqual({
        ok: false,
        code: 'SNS_CONFIRM_UNAVAILABLE',
      });
    }
  });
});
