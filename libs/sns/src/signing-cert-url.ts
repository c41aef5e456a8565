import { snsHost, type TopicArn } from './topic-arn';

/** A `SigningCertURL` that can only be SNS's own. */
export interface SigningCertUrl {
  readonly url: string;
  /** `SimpleNotificationService-{32 hex}.pem`. */
  readonly fileName: string;
  readonly topic: TopicArn;
}

const pattern = /^https:\/\/([a-z0-9.-]+)\/(SimpleNotificationService-[0-9a-f]{32}\.pem)$/;

/**
 * Accepts a `SigningCertURL` only if it names the SNS host of the topic's region and a signing certificate.
 *
 * The raw text is compared, before any URL parser can normalise it: user info, ports, queries, fragments,
 * encoded characters, dots and tabs fit nowhere. (Hosts of S3 or of another region would let anybody with
 * an AWS account, or another region's keys, sign for the topic.)
 * @returns `null` if it is not acceptable
 */
export function readSigningCertUrl(url: string, topic: TopicArn): SigningCertUrl | null {
  const [, host, fileName] = pattern.exec(url) ?? [];
  return host === snsHost(topic) && fileName !== undefined ? { url, fileName, topic } : null;
}
