import { verify as verifySignature, type KeyObject } from 'node:crypto';
import type { CertificateStore } from './certificate-store';
import { signatureAlgorithm } from './signature-algorithm';
import { readSigningCertUrl } from './signing-cert-url';
import type { SnsEnvelope } from './sns-envelope';
import type { SnsErrorCode } from './sns-error-code';
import { stringToSign } from './string-to-sign';
import { parseTopicArn } from './topic-arn';

/** Tells whether SNS sent an envelope, for a topic of ours, not too long ago. */
export interface MessageVerifier {
  verify(envelope: SnsEnvelope): Promise<VerificationResult>;
}

/**
 * `untrusted`: not from SNS, or not for us. `too-old`: genuine, but outside the time allowed.
 * `certificate-unavailable`: can't be told now; try again. That is said also where the signature is right,
 * but the certificate not valid by our clock: the clock or a pinned file may be wrong.
 */
export type VerificationResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'untrusted' | 'too-old' | 'certificate-unavailable';
      readonly code: SnsErrorCode;
    };

/** How far ahead of our clock a message's time may be, in ms: clocks differ a little. */
const futureToleranceMs = 5 * 60 * 1000;

/**
 * Makes a verifier. It checks, in this order: the topic, the signature's version, the URL of the certificate,
 * the certificate at the message's time, the signature, the certificate at our time, the age. So nothing is
 * downloaded for a foreign topic, and of a message that isn't genuine nothing but `untrusted` is said, once
 * its certificate is there. Model: SnsMessageManager of the AWS SDK for Java v2, but stricter.
 * @param options.topicArns the topics allowed, compared whole
 * @param options.maxAgeMs by the envelope's signed `Timestamp`; `null` or 0: any age, and any time ahead
 * @param options.now the time in ms since 1970, for the age; default `Date.now`
 * @param options.validity when a certificate must be valid: `now` (default) at the message's signed time and
 *   by the clock of `certificates`; `message-time` at the former alone, for what was kept for long
 * @throws RangeError if one of `topicArns` isn't the ARN of an SNS topic
 */
export function createMessageVerifier(options: {
  readonly topicArns: readonly string[];
  readonly certificates: CertificateStore;
  readonly maxAgeMs: number | null;
  readonly now?: () => number;
  readonly validity?: 'now' | 'message-time';
}): MessageVerifier {
  const { certificates, maxAgeMs, now = Date.now, validity = 'now' } = options;
  const topics = new Map(options.topicArns.map((arn) => [arn, parseTopicArn(arn)]));
  for (const [arn, topic] of topics) {
    if (topic === null) throw new RangeError(`not the ARN of an SNS topic: ${arn}`);
  }

  return {
    async verify(envelope) {
      const topic = topics.get(envelope.TopicArn);
      if (topic === undefined || topic === null) return untrusted('SNS_TOPIC_NOT_ALLOWED');
      const algorithm = signatureAlgorithm(envelope.SignatureVersion);
      if (algorithm === null) return untrusted('SNS_SIGNATURE_VERSION');
      const url = readSigningCertUrl(envelope.SigningCertURL, topic);
      if (url === null) return untrusted('SNS_CERTIFICATE_URL');
      const certificate = await certificates.certificateFor(url, Date.parse(envelope.Timestamp));
      if (!certificate.ok) return certificate;
      if (!isSigned(envelope, algorithm, certificate.publicKey)) {
        return untrusted('SNS_BAD_SIGNATURE');
      }
      // Before the age, since `too-old` is said of what is genuine: an expired key may have leaked.
      if (validity === 'now' && certificate.invalidNow !== null) {
        return { ok: false, reason: 'certificate-unavailable', code: certificate.invalidNow };
      }
      return checkAge(envelope, maxAgeMs, now());
    },
  };
}

function isSigned(envelope: SnsEnvelope, algorithm: string, publicKey: KeyObject): boolean {
  const text = Buffer.from(stringToSign(envelope), 'utf8');
  return verifySignature(algorithm, text, publicKey, Buffer.from(envelope.Signature, 'base64'));
}

function checkAge(envelope: SnsEnvelope, maxAgeMs: number | null, now: number): VerificationResult {
  if (maxAgeMs === null || maxAgeMs === 0) return { ok: true };
  const age = now - Date.parse(envelope.Timestamp);
  if (age > maxAgeMs) return { ok: false, reason: 'too-old', code: 'SNS_TOO_OLD' };
  if (age < -futureToleranceMs) {
    return { ok: false, reason: 'too-old', code: 'SNS_TIMESTAMP_IN_FUTURE' };
  }
  return { ok: true };
}

function untrusted(code: SnsErrorCode): VerificationResult {
  return { ok: false, reason: 'untrusted', code };
}
