import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificateStore } from './certificate-store';
import { createSigningCertificate } from './signing-certificate';
import { isSimulatorCertificate, simulatorCommonName } from './simulator-certificate';
import { readSigningCertUrl, type SigningCertUrl } from './signing-cert-url';
import {
  certificateFile,
  certificateOf,
  fakeFetch,
  folderWith,
  now,
  topicArn,
} from './test-support/signed-by';
import { certificateWithKey } from './test-support/certificate-with-key';
import { parseTopicArn } from './topic-arn';

const day = 24 * 60 * 60 * 1000;

function urlOf(hex = '0123456789abcdef0123456789abcdef', arn = topicArn): SigningCertUrl {
  const topic = parseTopicArn(arn);
  if (topic === null) throw new Error('not a topic');
  const host = `sns.${topic.region}.amazonaws.com${topic.partition === 'aws-cn' ? '.cn' : ''}`;
  const url = readSigningCertUrl(`https://${host}/SimpleNotificationService-${hex}.pem`, topic);
  if (url === null) throw new Error('not a URL');
  return url;
}

const noNetwork = fakeFetch(() => {
  throw new Error('no test may use the network');
});
const unavailable = (code: string) => ({ ok: false, reason: 'certificate-unavailable', code });
const untrusted = (code: string) => ({ ok: false, reason: 'untrusted', code });

let sns: string;
let simulator: string;
beforeAll(async () => {
  sns = (await certificateOf('sns.amazonaws.com')).certificatePem;
  simulator = (await certificateOf(simulatorCommonName)).certificatePem;
});

describe('a pinned certificate', () => {
  const storeOf = (pinnedDirectory: string, time = now, allowSimulatorCertificate = false) =>
    createCertificateStore({
      pinnedDirectory,
      fetch: noNetwork.fetch,
      now: () => time,
      allowSimulatorCertificate,
    });

  it('is found by the file name, before the network', async () => {
    const store = storeOf(await folderWith({ [certificateFile]: sns }));
    for (let i = 0; i < 2; i += 1) {
      const result = await store.certificateFor(urlOf());
      if (!result.ok) throw new Error(result.code);
      expect(result.publicKey.equals(new X509Certificate(sns).publicKey)).toBe(true);
    }
    expect(noNetwork.urls).toEqual([]);
  });

  it('may have any name but the simulator’s', async () => {
    const { certificatePem } = await certificateOf('drs.example');
    const store = storeOf(await folderWith({ [certificateFile]: certificatePem }));
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
  });

  it('of the simulator is refused unless it is allowed', async () => {
    const folder = await folderWith({ [certificateFile]: simulator });
    expect(await storeOf(folder).certificateFor(urlOf())).toEqual(
      untrusted('SNS_SIMULATOR_CERTIFICATE'),
    );
    expect(await storeOf(folder, now, true).certificateFor(urlOf())).toMatchObject({ ok: true });
  });

  it('counts while it is valid, at our clock, even after it was read', async () => {
    const folder = await folderWith({ [certificateFile]: sns });
    let time = now;
    const store = createCertificateStore({ pinnedDirectory: folder, now: () => time });
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
    time = now + 365 * day;
    expect(await store.certificateFor(urlOf())).toEqual(untrusted('SNS_CERTIFICATE_EXPIRED'));
    time = now - 365 * day;
    expect(await store.certificateFor(urlOf())).toEqual(untrusted('SNS_CERTIFICATE_NOT_YET_VALID'));
    time = Number.NaN;
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: false });
  });

  it('is valid from its first to its last second', async () => {
    const folder = await folderWith({ [certificateFile]: sns });
    for (const [time, ok] of [
      ['2025-08-31T23:59:59Z', false],
      ['2025-09-01T00:00:00Z', true],
      ['2026-09-01T00:00:00Z', true],
      ['2026-09-01T00:00:01Z', false],
    ] as const) {
      expect(await storeOf(folder, Date.parse(time)).certificateFor(urlOf())).toMatchObject({ ok });
    }
  });

  it('can be replaced while we run', async () => {
    const folder = await folderWith({ [certificateFile]: simulator });
    const store = storeOf(folder);
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: false });
    await writeFile(join(folder, certificateFile), sns);
    await utimes(join(folder, certificateFile), new Date(now), new Date(now));
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
  });

  it('that can not be read is not replaced by one of the network', async () => {
    const folder = await folderWith({ [certificateFile]: 'no certificate' });
    expect(await storeOf(folder).certificateFor(urlOf())).toEqual(
      unavailable('SNS_CERTIFICATE_UNREADABLE'),
    );
    const other = await folderWith({});
    await mkdir(join(other, certificateFile));
    await chmod(join(other, certificateFile), 0o700);
    expect(await storeOf(other).certificateFor(urlOf())).toEqual(
      unavailable('SNS_CERTIFICATE_UNREADABLE'),
    );
    expect(noNetwork.urls).toEqual([]);
  });

  it.each(['RSA-1024', 'ECDSA', 'Ed25519'] as const)(
    'with a key of %s is refused',
    async (kind) => {
      const folder = await folderWith({ [certificateFile]: await certificateWithKey(kind) });
      expect(await storeOf(folder).certificateFor(urlOf())).toEqual(
        untrusted('SNS_CERTIFICATE_KEY'),
      );
    },
  );

  it('with a key of RSA-PSS, which SNS does not sign with, is refused', async () => {
    const certificatePem = readFileSync(join(__dirname, '../fixtures/rsa-pss.pem'), 'utf8');
    const folder = await folderWith({ [certificateFile]: certificatePem });
    expect(await storeOf(folder).certificateFor(urlOf())).toEqual(untrusted('SNS_CERTIFICATE_KEY'));
  });
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
      expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
    }
    expect(network.urls).toEqual([urlOf().url]);
    expect(network.redirects).toEqual(['error']);
  });

  it('is fetched when the folder does not have it', async () => {
    const { network, store } = storeOf(() => new Response(sns), {
      pinnedDirectory: await folderWith({}),
    });
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
    expect(network.urls).toHaveLength(1);
  });

  it('is fetched once for all who wait for it', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { network, store } = storeOf(() => new Promise((resolve) => (answer = resolve)));
    const waiting = Array.from({ length: 50 }, () => store.certificateFor(urlOf()));
    await new Promise(setImmediate);
    answer(new Response(sns));
    for (const result of await Promise.all(waiting)) expect(result).toMatchObject({ ok: true });
    expect(network.urls).toHaveLength(1);
  });

  it.each([301, 400, 403, 404, 429, 500, 503])('is unavailable on status %i', async (status) => {
    const { store } = storeOf(() => new Response(sns, { status }));
    expect(await store.certificateFor(urlOf())).toEqual(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
  });

  it('is fetched again after a failure', async () => {
    let tries = 0;
    const { store } = storeOf(() => {
      tries += 1;
      if (tries === 1) throw new TypeError('fetch failed');
      return new Response(sns);
    });
    expect(await store.certificateFor(urlOf())).toEqual(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
  });

  it('is waited for no longer than the timeout, also for a fetch that ignores it', async () => {
    const { store } = storeOf(() => new Promise<Response>(() => undefined), { timeoutMs: 20 });
    expect(await store.certificateFor(urlOf())).toEqual(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
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
    expect(await store.certificateFor(urlOf())).toEqual(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
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
    expect(await store.certificateFor(urlOf())).toEqual(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
    expect(sent).toBeLessThan(64 * 1024);
  });

  it.each(['', '<html>', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'is unreadable if it is %j',
    async (text) => {
      const { store } = storeOf(() => new Response(text));
      expect(await store.certificateFor(urlOf())).toEqual(
        unavailable('SNS_CERTIFICATE_UNREADABLE'),
      );
    },
  );

  it.each([
    'sns.eu-central-1.amazonaws.com',
    'sns-signing.eu-central-1.amazonaws.com',
    'sns-eu-central-1.amazonaws.com',
  ])('may be named %s', async (commonName) => {
    const { certificatePem } = await certificateOf(commonName);
    const { store } = storeOf(() => new Response(certificatePem));
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
  });

  it.each(['evil.example', 'sns.us-east-1.amazonaws.com', '*.amazonaws.com', 's3.amazonaws.com'])(
    'may not be named %s',
    async (commonName) => {
      const { certificatePem } = await certificateOf(commonName);
      const { store, network } = storeOf(() => new Response(certificatePem));
      for (let i = 0; i < 2; i += 1) {
        expect(await store.certificateFor(urlOf())).toEqual(untrusted('SNS_CERTIFICATE_NAME'));
      }
      expect(network.urls).toHaveLength(2);
    },
  );

  it.each([
    ['arn:aws-us-gov:sns:us-gov-east-1:123456789012:drs', 'sns-us-gov-west-1.amazonaws.com'],
    ['arn:aws-cn:sns:cn-north-1:123456789012:drs', 'sns-cn-north-1.amazonaws.com.cn'],
  ])('has its own name for %s', async (arn, commonName) => {
    const { certificatePem } = await certificateOf(commonName);
    const { store } = storeOf((url) => new Response(url.includes('sns.') ? certificatePem : ''));
    expect(await store.certificateFor(urlOf(undefined, arn))).toMatchObject({ ok: true });
    expect(await store.certificateFor(urlOf())).toEqual(untrusted('SNS_CERTIFICATE_NAME'));
  });

  it('is never the simulator’s, even where that is allowed', async () => {
    const { store } = storeOf(() => new Response(simulator), { allowSimulatorCertificate: true });
    expect(await store.certificateFor(urlOf())).toEqual(untrusted('SNS_SIMULATOR_CERTIFICATE'));
  });

  it('is judged again each time', async () => {
    let time = now;
    const { store } = storeOf(() => new Response(sns), { now: () => time });
    expect(await store.certificateFor(urlOf())).toMatchObject({ ok: true });
    time = now + 365 * day;
    expect(await store.certificateFor(urlOf())).toEqual(untrusted('SNS_CERTIFICATE_EXPIRED'));
  });

  it('pushes out the least recently used one', async () => {
    const { network, store } = storeOf(() => new Response(sns), { maxCached: 2 });
    const [a, b, c] = ['a', 'b', 'c'].map((hex) => urlOf(hex.repeat(32)));
    if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable');
    for (const url of [a, b, a, c, a, b]) await store.certificateFor(url);
    expect(network.urls).toEqual([a, b, c, b].map(({ url }) => url));
  });

  it('is not fetched while too many others are', async () => {
    const { network, store } = storeOf(() => new Promise<Response>(() => undefined), {
      maxDownloads: 2,
      timeoutMs: 20,
    });
    const results = await Promise.all(
      ['a', 'b', 'c', 'd'].map((hex) => store.certificateFor(urlOf(hex.repeat(32)))),
    );
    expect(network.urls).toHaveLength(2);
    for (const result of results) expect(result).toMatchObject({ ok: false });
    await store.certificateFor(urlOf('e'.repeat(32)));
    expect(network.urls).toHaveLength(3);
  });
});

describe('isSimulatorCertificate', () => {
  it('goes by the common name of the subject', async () => {
    expect(isSimulatorCertificate(simulator)).toBe(true);
    expect(isSimulatorCertificate(sns)).toBe(false);
    const { certificatePem } = await createSigningCertificate({
      commonName: `not the ${simulatorCommonName}`,
      notBefore: new Date(now),
      notAfter: new Date(now + day),
    });
    expect(isSimulatorCertificate(certificatePem)).toBe(false);
  });
});
