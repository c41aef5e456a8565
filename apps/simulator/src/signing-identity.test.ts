import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSimulatorCertificate } from '@refill/sns/simulator-certificate';
import { certificateFolderOf, loadSigningIdentity } from './signing-identity';
import { NOW } from './test-support/requests';

const YEAR_MS = 365 * 86_400_000;
let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'simulator-'));
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

const keyFile = () => path.join(home, 'simulator', 'key.pem');
const certificates = () => readdir(certificateFolderOf(home));

it("makes a key that only its owner can read, and a certificate with the simulator's name", async () => {
  const { certificateFileName } = await loadSigningIdentity(home, NOW);
  expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
  expect(certificateFileName).toMatch(/^SimpleNotificationService-[0-9a-f]{32}\.pem$/);
  const pem = await readFile(path.join(certificateFolderOf(home), certificateFileName), 'utf8');
  expect(isSimulatorCertificate(pem)).toBe(true);
  expect(await readdir(path.dirname(keyFile()))).toEqual(['key.pem']);
});

it('uses the same ones again, among certificates of others', async () => {
  const first = await loadSigningIdentity(home, NOW);
  const other = `SimpleNotificationService-${'0'.repeat(32)}.pem`;
  await writeFile(path.join(certificateFolderOf(home), other), 'not a certificate');
  expect(await loadSigningIdentity(home, NOW + 1_000)).toEqual(first);
  expect(await certificates()).toHaveLength(2);
});

it('makes new ones when the certificate runs out', async () => {
  const first = await loadSigningIdentity(home, NOW);
  const second = await loadSigningIdentity(home, NOW + YEAR_MS);
  expect(second.certificateFileName).not.toBe(first.certificateFileName);
  expect(second.privateKeyPem).not.toBe(first.privateKeyPem);
  expect(await certificates()).toHaveLength(2);
});

it('makes new ones when the certificate is gone', async () => {
  const first = await loadSigningIdentity(home, NOW);
  await rm(path.join(certificateFolderOf(home), first.certificateFileName));
  const second = await loadSigningIdentity(home, NOW);
  expect(await certificates()).toEqual([second.certificateFileName]);
  expect(second.certificateFileName).not.toBe(first.certificateFileName);
});

it('makes new ones in place of a key that is not one', async () => {
  await loadSigningIdentity(home, NOW);
  await chmod(keyFile(), 0o600);
  await writeFile(keyFile(), 'half a key');
  const second = await loadSigningIdentity(home, NOW);
  expect(second.privateKeyPem).toContain('BEGIN PRIVATE KEY');
});
