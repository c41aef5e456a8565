import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createCertificateStore } from './certificate-store';
import { simulatorCommonName } from './simulator-certificate';
import { certificateWithKey } from './test-support/certificate-with-key';
import {
  certificateFile,
  certificateOf,
  fakeFetch,
  folderWith,
  now,
  urlOf,
} from './test-support/signed-by';

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
      const result = await store.certificateFor(urlOf(), now);
      if (!result.ok) throw new Error(result.code);
      expect(result.publicKey.equals(new X509Certificate(sns).publicKey)).toBe(true);
    }
    expect(noNetwork.urls).toEqual([]);
  });

  it('may have any name but the simulator’s', async () => {
    const { certificatePem } = await certificateOf('drs.example');
    const store = storeOf(await folderWith({ [certificateFile]: certificatePem }));
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: true });
  });

  it('of the simulator is refused unless it is allowed', async () => {
    const folder = await folderWith({ [certificateFile]: simulator });
    expect(await storeOf(folder).certificateFor(urlOf(), now)).toEqual(
      untrusted('SNS_SIMULATOR_CERTIFICATE'),
    );
    expect(await storeOf(folder, now, true).certificateFor(urlOf(), now)).toMatchObject({
      ok: true,
    });
  });

  it('counts for messages of its time only, from its first to its last second', async () => {
    const store = storeOf(await folderWith({ [certificateFile]: sns }));
    for (const time of ['2025-09-01T00:00:00Z', '2026-03-01T12:00:00Z', '2026-09-01T00:00:00Z']) {
      expect(await store.certificateFor(urlOf(), Date.parse(time))).toMatchObject({ ok: true });
    }
    for (const time of ['2025-08-31T23:59:59.999Z', '2026-09-01T00:00:01Z', 'no time']) {
      expect(await store.certificateFor(urlOf(), Date.parse(time))).toEqual(
        untrusted('SNS_CERTIFICATE_MESSAGE_TIME'),
      );
    }
  });

  it.each([
    ['2025-08-31T23:59:59Z', 'SNS_CERTIFICATE_NOT_YET_VALID'],
    ['2025-09-01T00:00:00Z', null],
    ['2026-09-01T00:00:00Z', null],
    ['2026-09-01T00:00:01Z', 'SNS_CERTIFICATE_EXPIRED'],
    ['no time', 'SNS_CERTIFICATE_NOT_YET_VALID'],
  ])('says when it is not valid by our clock: %s', async (time, invalidNow) => {
    const folder = await folderWith({ [certificateFile]: sns });
    expect(await storeOf(folder, Date.parse(time)).certificateFor(urlOf(), now)).toMatchObject({
      ok: true,
      invalidNow,
    });
  });

  it('can be replaced while we run', async () => {
    const folder = await folderWith({ [certificateFile]: simulator });
    const store = storeOf(folder);
    expect(await store.certificateFor(urlOf(), now)).toMatchObject({ ok: false });
    await writeFile(join(folder, certificateFile), sns);
    await utimes(join(folder, certificateFile), new Date(now), new Date(now));
    // The one that is known counts for another second.
    const deadline = performance.now() + 10_000;
    let found = await store.certificateFor(urlOf(), now);
    while (!found.ok && performance.now() < deadline) {
      await delay(100);
      found = await store.certificateFor(urlOf(), now);
    }
    expect(found).toMatchObject({ ok: true });
  });

  it('that can not be read is not replaced by one of the network', async () => {
    const folder = await folderWith({ [certificateFile]: 'no certificate' });
    expect(await storeOf(folder).certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNREADABLE'),
    );
    const other = await folderWith({});
    await mkdir(join(other, certificateFile));
    await chmod(join(other, certificateFile), 0o700);
    expect(await storeOf(other).certificateFor(urlOf(), now)).toEqual(
      unavailable('SNS_CERTIFICATE_UNREADABLE'),
    );
    expect(noNetwork.urls).toEqual([]);
  });

  it.each(['RSA-1024', 'RSA with exponent 3', 'ECDSA', 'Ed25519'] as const)(
    'with a key of %s is refused',
    async (kind) => {
      const { certificatePem } = await certificateWithKey(kind);
      const folder = await folderWith({ [certificateFile]: certificatePem });
      expect(await storeOf(folder).certificateFor(urlOf(), now)).toEqual(
        untrusted('SNS_CERTIFICATE_KEY'),
      );
    },
  );

  it('with a key of RSA-PSS, which SNS does not sign with, is refused', async () => {
    const certificatePem = readFileSync(join(__dirname, '../fixtures/rsa-pss.pem'), 'utf8');
    const folder = await folderWith({ [certificateFile]: certificatePem });
    expect(await storeOf(folder).certificateFor(urlOf(), now)).toEqual(
      untrusted('SNS_CERTIFICATE_KEY'),
    );
  });
});
