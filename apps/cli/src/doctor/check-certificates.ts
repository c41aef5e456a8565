import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from 'node:tls';
import { validityAt } from '@refill/sns/certificate-check';
import { isSimulatorCertificate } from '@refill/sns/simulator-certificate';
import { parseTopicArn, snsHost } from '@refill/sns/topic-arn';
import { type Finding, doubtful, fine, skipped, wrong } from './finding';

const CHECK = 'certificates';

const TIMEOUT_MS = 5_000;

/** Sooner than this, an expiry is worth a word. */
const SOON_MS = 30 * 86_400_000;

/**
 * Looks at the certificates that the operator pinned, and whether those of SNS can be fetched.
 * @param topics the ARNs of `SNS_TOPIC_ARNS`
 * @param now ms since the epoch
 */
export async function checkCertificates(
  env: NodeJS.ProcessEnv,
  topics: readonly string[],
  now: number,
): Promise<readonly Finding[]> {
  const folder = env['SNS_CERTIFICATE_DIR'];
  const pinned = folder === undefined || folder === '' ? null : await pinnedIn(folder, now);
  const hosts = new Set(topics.flatMap((arn) => hostOf(arn)));
  const fetched = await Promise.all([...hosts].map(reach));
  return [...(pinned === null ? [] : [pinned]), ...fetched];
}

async function pinnedIn(folder: string, now: number): Promise<Finding> {
  let names: readonly string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.pem'));
  } catch {
    return wrong(CHECK, `the folder ${folder} cannot be read`, 'Correct SNS_CERTIFICATE_DIR.');
  }
  const problems: string[] = [];
  const soon: string[] = [];
  let simulators = 0;
  for (const name of names) {
    try {
      const text = await readFile(path.join(folder, name), 'utf8');
      const certificate = new X509Certificate(text);
      if (isSimulatorCertificate(text)) simulators += 1;
      const validity = validityAt(certificate, now);
      if (validity !== 'valid') problems.push(`${name} is ${validity}`);
      else if (validityAt(certificate, now + SOON_MS) === 'expired') soon.push(name);
    } catch {
      problems.push(`${name} cannot be read`);
    }
  }
  const pinned = `${String(names.length)} pinned in ${folder}${simulators === 0 ? '' : `, ${String(simulators)} of them the simulator's`}`;
  if (problems.length > 0) {
    return wrong(
      CHECK,
      problems.join('; '),
      'Replace the files, or remove them: without one, the certificate is fetched from SNS.',
    );
  }
  if (soon.length > 0) {
    return doubtful(CHECK, `expires within 30 days: ${soon.join(', ')}`, 'Replace it in time.');
  }
  return fine(CHECK, pinned);
}

function hostOf(arn: string): readonly string[] {
  const topic = parseTopicArn(arn);
  // The simulator's topic is in an account that AWS gives to nobody.
  return topic === null || /^0+$/.test(topic.accountId) ? [] : [snsHost(topic)];
}

async function reach(host: string): Promise<Finding> {
  const check = `certificates of ${host}`;
  const problem = await tlsProblem(host);
  if (problem === null) return fine(check, 'can be fetched');
  return doubtful(
    check,
    `cannot be fetched from here (${problem})`,
    `Let ingestion reach https://${host}, or put the signing certificates into SNS_CERTIFICATE_DIR.`,
  );
}

async function tlsProblem(host: string): Promise<string | null> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port: 443, servername: host, timeout: TIMEOUT_MS });
    const end = (problem: string | null): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('secureConnect', () => {
      end(null);
    });
    socket.once('timeout', () => {
      end('no answer');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end(error.code ?? 'TLS failed');
    });
  });
}

/** What `checkCertificates` says where there is nothing to check. */
export function noCertificates(): Finding {
  return skipped(CHECK, 'neither topics nor a folder of certificates are set');
}
