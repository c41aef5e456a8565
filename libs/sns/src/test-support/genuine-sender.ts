import { createCertificateStore, type CertificateStoreOptions } from '../certificate-store';
import { createMessageVerifier } from '../message-verifier';
import { signEnvelope } from '../sign-envelope';
import type { SigningKeyPair } from '../signing-certificate';
import { parseEnvelope, type SnsEnvelope } from '../sns-envelope';
import type { UnsignedEnvelope } from '../string-to-sign';
import { certificateFile, certificateOf, folderWith, now, topicArn } from './signed-by';

/** How a body is received; what is left out is as in production. */
export interface Reception {
  /** Our clock, in ms since 1970; default `now`. */
  readonly clock?: number;
  readonly maxAgeMs?: number | null;
  readonly validity?: 'now' | 'message-time';
  readonly topicArns?: readonly string[];
  /** In place of the pinned certificate of the sender. */
  readonly certificates?: CertificateStoreOptions;
}

/** SNS as we trust it: a key whose certificate is pinned, and whoever receives what was signed with it. */
export interface GenuineSender {
  readonly pair: SigningKeyPair;
  sign(unsigned: UnsignedEnvelope): SnsEnvelope;
  /**
   * Takes a body as ingestion does, and says what came of it: `genuine`, or the reason and the code, such
   * as `untrusted SNS_BAD_SIGNATURE`, `malformed SNS_NOT_JSON`.
   * @param body a text, or a value to be written as JSON
   */
  receive(body: string | object, reception?: Reception): Promise<string>;
}

/** Makes a sender with a new RSA key. */
export async function genuineSender(): Promise<GenuineSender> {
  const pair = await certificateOf('sns.amazonaws.com');
  const pinnedDirectory = await folderWith({ [certificateFile]: pair.certificatePem });
  return {
    pair,
    sign: (unsigned) => signEnvelope(unsigned, pair.privateKeyPem),
    async receive(body, reception = {}) {
      const parsed = parseEnvelope(typeof body === 'string' ? body : JSON.stringify(body));
      if (!parsed.ok) return `malformed ${parsed.code}`;
      const { clock = now, certificates = { pinnedDirectory } } = reception;
      const verifier = createMessageVerifier({
        topicArns: reception.topicArns ?? [topicArn],
        certificates: createCertificateStore({ now: () => clock, ...certificates }),
        maxAgeMs: reception.maxAgeMs === undefined ? 75 * 60_000 : reception.maxAgeMs,
        now: () => clock,
        validity: reception.validity ?? 'now',
      });
      const result = await verifier.verify(parsed.envelope);
      return result.ok ? 'genuine' : `${result.reason} ${result.code}`;
    },
  };
}
