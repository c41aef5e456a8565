import { createCertificateStore } from './certificate-store';
import { simulatorCommonName } from './simulator-certificate';
import { certificateOf, fakeFetch, folderWith, now, urlOf } from './test-support/signed-by';

const day = 24 * 60 * 60 * 1000;
const unavailable = (code: string) => ({ ok: false, reason: 'certificate-unavailable', code });
const untrusted = (code: string) => ({ ok: false, reason: 'untrusted', code });

let sns: string;
let simulator: string;
beforeAll(async () => {
  sns = (await certificateOf('sns.amazonaws.com')).certificatePem;
  simulator = (await certificateOf(simulatorCommonName)).certificatePem;
});

describe('a certificate of the network', () => {
  const storeOf = (answer: Parameters<typeof fakeFetch>[0], options = {}) => {
    const network = fakeFetch(answer);
    const store = createCertificateStore({ fetch: network.fetch, now: () => now, ...options });
    return { network, store };
  };

  it('is fetched once, without redirects, and kept', async () => {
    const { network, store } = storeOf(() => new Response(sns));
    for (let i = 0; i < 3; i += 1) {
      expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true });
    }
    expect(network.urls).toEqual([urlOf().url]);
    expect(network.redirects).toEqual(['error']);
  });

  it('is fetched when the folder does not have it', async () => {
    const { network, store } = storeOf(() => new Response(sns), {
      pinnedDirectory: await folderWith({}),
    });
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true });
    expect(network.urls).toHaveLength(1);
  });

  it('is fetched once for all who wait for it', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { network, store } = storeOf(() => new Promise((resolve) => (answer = resolve)));
    const waiting = Array.from({ length: 50 }, () => store.certificateFor(urlOf(), now));
    await new Promise(setImmediate);
    answer(new Response(sns));
    for (const result of await Promise.all(waiting)) expect(result).toMatchObject({ ok: true });
    expect(network.urls).toHaveLength(1);
  });

  it.each([301, 400, 403, 404, 429, 500, 503])('is unavailable on status %i', async (status) => {
    const { store } = storeOf(() => new Response(sns, { status }));
    expect(await store.certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNAVAILABLE'),
    );
  });

  it('is fetched again after a failure', async () => {
    let tries = 0;
    const { store } = storeOf(() => {
      tries += 1;
      if (tries === 1) throw new TypeError('fetch failed');
      return new Response(sns);
    });
    expect(await store.certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNAVAILABLE'),
    );
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true });
  });

  it('is waited for no longer than the timeout, also for a fetch that ignores it', async () => {
    const { store } = storeOf(() => new Promise<Response>(() => undefined), { timeoutMs: 20 });
    expect(await store.certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNAVAILABLE'),
    );
  });

  it('is waited for no longer than the timeout when the body drips', async () => {
    let closed = false;
    const { store } = storeOf(
      (_, signal) => {
        signal.addEventListener('abort', () => (closed = true));
        return new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([45])) }));
      },
      { timeoutMs: 20 },
    );
    expect(await store.certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNAVAILABLE'),
    );
    expect(closed).toBe(true);
  });

  it('is not read beyond its cap', async () => {
    let sent = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent += 1024;
            controller.enqueue(new Uint8Array(1024).fill(65));
          },
        }),
      );
    const { store } = storeOf(endless);
    expect(await store.certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNAVAILABLE'),
    );
    expect(sent).toBeLessThan(64 * 1024);
  });

  it('is unreadable if there is anything besides', async () => {
    for (const text of [`${sns}x`, `<!-- -->${sns}`, `${sns}${sns}`, sns.replace('\n', '\n\0')]) {
      const { store } = storeOf(() => new Response(text));
      expect(await store.certificateFor(urlOf(), now)).toEqual(
        unavailable('SNS_CERTIFICATE_UNREADABLE'),
      );
    }
    const { store } = storeOf(() => new Response(`\n${sns.replaceAll('\n', '\r\n')}\n`));
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true });
  });

  it.each(['', '<html>', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'is unreadable if it is %j',
    async (text) => {
      const { store } = storeOf(() => new Response(text));
      expect(await store.certificateFor(urlOf(), now)).toEqual(
        unavailable('SNS_CERTIFICATE_UNREADABLE'),
      );
    },
  );

  // The table of SnsHostProvider in the AWS SDK for Java v2, by its kinds.
  it.each([
    ['arn:aws:sns:us-east-1:123456789012:drs', 'sns.amazonaws.com'],
    ['arn:aws:sns:eu-central-1:123456789012:drs', 'sns.amazonaws.com'],
    ['arn:aws:sns:eu-central-2:123456789012:drs', 'sns-signing.eu-central-2.amazonaws.com'],
    ['arn:aws:sns:ap-southeast-7:123456789012:drs', 'sns-signing.ap-southeast-7.amazonaws.com'],
    ['arn:aws:sns:mx-central-1:123456789012:drs', 'sns-signing.mx-central-1.amazonaws.com'],
    ['arn:aws-us-gov:sns:us-gov-west-1:123456789012:drs', 'sns-us-gov-west-1.amazonaws.com'],
    ['arn:aws-us-gov:sns:us-gov-east-1:123456789012:drs', 'sns-us-gov-west-1.amazonaws.com'],
    ['arn:aws-cn:sns:cn-north-1:123456789012:drs', 'sns-cn-north-1.amazonaws.com.cn'],
    ['arn:aws-cn:sns:cn-northwest-1:123456789012:drs', 'sns-cn-northwest-1.amazonaws.com.cn'],
  ])('of %s is named %s', async (arn, commonName) => {
    const { certificatePem } = await certificateOf(commonName);
    const { store } = storeOf(() => new Response(certificatePem));
    expect(await store.certificateFor(urlOf(undefined, arn), now)).toMatchObject({ ok: true });
  });

  it('that is refused is not kept', async () => {
    const { certificatePem } = await certificateOf('evil.example');
    const { store, network } = storeOf(() => new Response(certificatePem));
    for (let i = 0; i < 2; i += 1) {
      expect(await store.certificateFor(urlOf(), now)).toEqual(untrusted('SNS_CERTIFICATE_NAME'));
    }
    expect(network.urls).toHaveLength(2);
  });

  it('is never the simulator’s, even where that is allowed', async () => {
    const { store } = storeOf(() => new Response(simulator), { allowSimulatorCertificate: true });
    expect(await store.certificateFor(urlOf(), now)).toEqual(
      untrusted('SNS_SIMULATOR_CERTIFICATE'),
    );
  });

  it('is kept, but judged again each time, for the message’s time and for ours', async () => {
    let time = now;
    const { store, network } = storeOf(() => new Response(sns), { now: () => time });
    const early = now - 365 * day;
    expect(await store.certificateFor(urlOf(), early)).toEqual(
      untrusted('SNS_CERTIFICATE_MESSAGE_TIME'),
    );
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true, invalidNow: null });
    time = now + 365 * day;
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({
      ok: true,
      invalidNow: 'SNS_CERTIFICATE_EXPIRED',
    });
    expect(network.urls).toHaveLength(1);
  });

  it('is fetched once for messages of different times, each judged by its own', async () => {
    const { store, network } = storeOf(() => new Response(sns));
    const results = await Promise.all([
      store.certificateFor(urlOf(), now - 365 * day),
      store.certificateFor(urlOf(), now),
    ]);
    expect(results).toMatchObject([{ code: 'SNS_CERTIFICATE_MESSAGE_TIME' }, { ok: true }]);
    expect(network.urls).toHaveLength(1);
  });

  it('pushes out the least recently used one', async () => {
    const { network, store } = storeOf(() => new Response(sns), { maxCached: 2 });
    const [a, b, c] = ['a', 'b', 'c'].map((hex) => urlOf(hex.repeat(32)));
    if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable');
    for (const url of [a, b, a, c, a, b]) await store.certificateFor(url, now);
    expect(network.urls).toEqual([a, b, c, b].map(({ url }) => url));
  });

  it('is not fetched while too many others are', async () => {
    const { network, store } = storeOf(() => new Promise<Response>(() => undefined), {
      maxDownloads: 2,
      timeoutMs: 20,
    });
    const results = await Promise.all(
      ['a', 'b', 'c', 'd'].map((hex) => store.certificateFor(urlOf(hex.repeat(32)), now)),
    );
    expect(network.urls).toHaveLength(2);
    for (const result of results) expect(result).toMatchObject({ ok: false });
    await store.certificateFor(urlOf('e'.repeat(32)), now);
    expect(network.urls).toHaveLength(3);
  });
});
