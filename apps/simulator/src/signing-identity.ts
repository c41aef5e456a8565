import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { simulatorCommonName } from '@refill/sns/simulator-certificate';
import { createSigningCertificate } from '@refill/sns/signing-certificate';
import { errorCode } from './error-code';
import { writeFileAtomically } from './write-file-atomically';

/** What the simulator signs with. */
export interface SigningIdentity {
  readonly privateKeyPem: string;
  /** `SimpleNotificationService-{32 hex}.pem`: where a verifier finds the certificate. */
  readonly certificateFileName: string;
}

const DAY_MS = 24 * 3_600_000;
const CERTIFICATE_FILE = /^SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/**
 * Loads the simulator's key and certificate, or makes them on first use and when the certificate runs out.
 *
 * The key lies in `{home}/simulator/key.pem`, readable by its owner only; the certificate in
 * `{home}/sns-certificates`, where the local stack looks for pinned certificates (`SNS_CERTIFICATE_DIR`).
 * @param home `REFILL_HOME`
 * @param now ms since the epoch
 * @throws an error of the file system
 */
export async function loadSigningIdentity(home: string, now: number): Promise<SigningIdentity> {
  const keyFile = path.join(home, 'simulator', 'key.pem');
  const certificateFolder = certificateFolderOf(home);
  const known = await readIdentity(keyFile, certificateFolder, now);
  if (known !== null) return known;

  const { privateKeyPem, certificatePem } = await createSigningCertificate({
    commonName: simulatorCommonName,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 365 * DAY_MS),
  });
  const certificateFileName = `SimpleNotificationService-${hexOf(certificatePem)}.pem`;
  await mkdir(certificateFolder, { recursive: true });
  await mkdir(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  // The certificate first: a key without one would be of no use to whoever reads it in between.
  await writeFileAtomically(
    path.join(certificateFolder, certificateFileName),
    certificatePem,
    0o644,
  );
  await writeFileAtomically(keyFile, privateKeyPem, 0o600);
  return { privateKeyPem, certificateFileName };
}

/** Where the local stack looks for pinned certificates. */
export function certificateFolderOf(home: string): string {
  return path.join(home, 'sns-certificates');
}

async function readIdentity(
  keyFile: string,
  certificateFolder: string,
  now: number,
): Promise<SigningIdentity | null> {
  const privateKeyPem = await readIfThere(keyFile);
  if (privateKeyPem === null) return null;
  const key = keyOf(privateKeyPem);
  if (key === null) return null;
  const names = (await readdir(certificateFolder).catch(() => [])).filter((name) =>
    CERTIFICATE_FILE.test(name),
  );
  for (const name of names) {
    const pem = await readIfThere(path.join(certificateFolder, name));
    if (pem === null || !name.includes(hexOf(pem))) continue;
    const certificate = new X509Certificate(pem);
    if (certificate.checkPrivateKey(key) && now + DAY_MS < Date.parse(certificate.validTo)) {
      return { privateKeyPem, certificateFileName: name };
    }
  }
  return null;
}

function keyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
}

/** 32 hex digits that belong to this certificate and no other. */
function hexOf(certificatePem: string): string {
  return createHash('sha256').update(certificatePem).digest('hex').slice(0, 32);
}
