import type { X509Certificate } from 'node:crypto';
import { certificateCommonNames, simulatorCommonName } from './simulator-certificate';
import type { SnsCertificateErrorCode } from './sns-error-code';
import type { TopicArn } from './topic-arn';

/** Where a certificate came from: a file that the operator put there, or the `SigningCertURL`. */
export type CertificateOrigin = 'pinned' | 'network';

/**
 * Tells why a certificate must not be used, or `null` if it may.
 *
 * A pinned certificate may have any name, since the operator vouches for it, except the simulator's, which
 * has to be allowed. One from the network must have the name that SNS signs with in the topic's region.
 * Validity is judged at `now` alone: a message's own time proves nothing about a certificate.
 * @param now ms since 1970
 */
export function checkCertificate(
  certificate: X509Certificate,
  circumstances: {
    readonly origin: CertificateOrigin;
    readonly topic: TopicArn;
    readonly now: number;
    readonly allowSimulatorCertificate: boolean;
  },
): SnsCertificateErrorCode | null {
  const { origin, topic, now, allowSimulatorCertificate } = circumstances;
  const isSimulator = certificateCommonNames(certificate).includes(simulatorCommonName);
  if (isSimulator && !(origin === 'pinned' && allowSimulatorCertificate)) {
    return 'SNS_SIMULATOR_CERTIFICATE';
  }
  if (origin === 'network' && !isNamedAsSns(certificate, topic)) return 'SNS_CERTIFICATE_NAME';
  if (!hasStrongRsaKey(certificate)) return 'SNS_CERTIFICATE_KEY';
  // Not `now < from`: a time that can't be read is NaN, and no comparison with it is true.
  if (!(now >= Date.parse(certificate.validFrom))) return 'SNS_CERTIFICATE_NOT_YET_VALID';
  if (!(now <= Date.parse(certificate.validTo))) return 'SNS_CERTIFICATE_EXPIRED';
  return null;
}

function hasStrongRsaKey({ publicKey }: X509Certificate): boolean {
  return (
    publicKey.asymmetricKeyType === 'rsa' &&
    (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
  );
}

function isNamedAsSns(certificate: X509Certificate, topic: TopicArn): boolean {
  return signingNames(topic).some(
    (name) => certificate.checkHost(name, { wildcards: false }) !== undefined,
  );
}

/** The names that SNS signs with. Source: SnsHostProvider of the AWS SDK for Java v2. */
function signingNames({ partition, region }: TopicArn): readonly string[] {
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const regional = [
    `sns.${region}.${suffix}`,
    `sns-${region}.${suffix}`,
    `sns-signing.${region}.${suffix}`,
  ];
  switch (partition) {
    case 'aws':
      return ['sns.amazonaws.com', ...regional];
    case 'aws-us-gov':
      return ['sns-us-gov-west-1.amazonaws.com', ...regional];
    case 'aws-cn':
      return regional;
  }
}
