import type { X509Certificate } from 'node:crypto';
import { certificateCommonNames, simulatorCommonName } from './simulator-certificate';
import type { SnsCertificateErrorCode } from './sns-error-code';
import type { TopicArn } from './topic-arn';

/** Where a certificate came from: a file that the operator put there, or the `SigningCertURL`. */
export type CertificateOrigin = 'pinned' | 'network';

/**
 * Tells why a certificate must not be used at any time, or `null` if it may.
 *
 * A pinned certificate may have any name, since the operator vouches for it, except the simulator's, which
 * has to be allowed. One from the network must have the name that SNS signs with in the topic's region.
 */
export function checkCertificate(
  certificate: X509Certificate,
  circumstances: {
    readonly origin: CertificateOrigin;
    readonly topic: TopicArn;
    readonly allowSimulatorCertificate: boolean;
  },
): SnsCertificateErrorCode | null {
  const { origin, topic, allowSimulatorCertificate } = circumstances;
  const { isSimulator } = lastingFactsOf(certificate);
  if (isSimulator && !(origin === 'pinned' && allowSimulatorCertificate)) {
    return 'SNS_SIMULATOR_CERTIFICATE';
  }
  if (origin === 'network' && !isNamedAsSns(certificate, topic)) return 'SNS_CERTIFICATE_NAME';
  if (!hasStrongRsaKey(certificate)) return 'SNS_CERTIFICATE_KEY';
  return null;
}

/**
 * Tells whether a certificate is valid at a time, its first and last moment included.
 * @param time ms since 1970; at a time that can't be read (NaN) none is valid
 */
export function validityAt(
  certificate: X509Certificate,
  time: number,
): 'valid' | 'not-yet-valid' | 'expired' {
  const { validFrom, validTo } = lastingFactsOf(certificate);
  // Not `time < from`: a time that can't be read is NaN, and no comparison with it is true.
  if (!(time >= validFrom)) return 'not-yet-valid';
  if (!(time <= validTo)) return 'expired';
  return 'valid';
}

/** What never changes about a certificate; times are ms since 1970. */
interface LastingFacts {
  readonly isSimulator: boolean;
  readonly validFrom: number;
  readonly validTo: number;
}

const lastingFacts = new WeakMap<X509Certificate, LastingFacts>();

/** Reads it once: one certificate vouches for every message of a topic. */
function lastingFactsOf(certificate: X509Certificate): LastingFacts {
  const known = lastingFacts.get(certificate);
  if (known !== undefined) return known;
  const facts = {
    isSimulator: certificateCommonNames(certificate).includes(simulatorCommonName),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
  };
  lastingFacts.set(certificate, facts);
  return facts;
}

/** At least 2048 bits; and no small exponent, with which signatures can be made up (NIST FIPS 186-5). */
function hasStrongRsaKey({ publicKey }: X509Certificate): boolean {
  const { modulusLength = 0, publicExponent = 0n } = publicKey.asymmetricKeyDetails ?? {};
  return (
    publicKey.asymmetricKeyType === 'rsa' && modulusLength >= 2048 && publicExponent >= 65_537n
  );
}

function isNamedAsSns(certificate: X509Certificate, topic: TopicArn): boolean {
  return signingNames(topic).some(
    (name) => certificate.checkHost(name, { wildcards: false }) !== undefined,
  );
}

/**
 * The names that SNS signs with: one for the old regions of a partition, one of its own for each new region.
 * Source: SnsHostProvider of the AWS SDK for Java v2, which knows each region's; we take either.
 */
function signingNames({ partition, region }: TopicArn): readonly string[] {
  switch (partition) {
    case 'aws':
      return ['sns.amazonaws.com', `sns-signing.${region}.amazonaws.com`];
    case 'aws-us-gov':
      return ['sns-us-gov-west-1.amazonaws.com', `sns-signing.${region}.amazonaws.com`];
    case 'aws-cn':
      return [`sns-${region}.amazonaws.com.cn`, `sns-signing.${region}.amazonaws.com.cn`];
  }
}
