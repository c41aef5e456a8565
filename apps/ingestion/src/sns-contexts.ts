import { type CertificateStore, createCertificateStore } from '@refill/sns/certificate-store';
import { confirmSubscription } from '@refill/sns/confirm-subscription';
import { createMessageVerifier, type MessageVerifier } from '@refill/sns/message-verifier';
import type { IngestionConfig } from './config';
import { createFailureLimit } from './failure-limit';
import type { IngestionContext } from './ingestion-context';
import { rememberCertificates } from './known-certificates';
import type { PushContext } from './take-pushed-message';
import { TIME_LIMITS } from './time-limits';
import type { SnsContext } from './verify-and-take';

/** What the ways in differ by: the age they allow, and when a certificate must be valid. */
export interface SnsContexts {
  readonly push: PushContext;
  readonly queue: SnsContext;
  /** Any age, and the certificate as it was when SNS signed. */
  readonly replay: SnsContext;
}

/**
 * Makes the contexts; they share one store of certificates.
 * @param fetchUrl for certificates and confirmations
 */
export function createSnsContexts(
  config: IngestionConfig,
  context: IngestionContext,
  fetchUrl: typeof fetch,
): SnsContexts {
  const { topicArns } = config.sns;
  const network = { timeoutMs: TIME_LIMITS.certificateMs, fetch: fetchUrl };
  const storeWith = (fetchCertificate: typeof fetch): CertificateStore =>
    createCertificateStore({
      timeoutMs: TIME_LIMITS.certificateMs,
      fetch: fetchCertificate,
      pinnedDirectory: config.sns.certificateDirectory,
      allowSimulatorCertificate: config.sns.allowSimulator,
    });
  const { all, known } = rememberCertificates(storeWith(fetchUrl), storeWith(noNetwork));
  const verifier = (
    certificates: CertificateStore,
    maxAgeMs: number | null,
    validity: 'now' | 'message-time' = 'now',
  ): MessageVerifier => createMessageVerifier({ topicArns, certificates, maxAgeMs, validity });
  const confirm: SnsContext['confirm'] = async (envelope) =>
    await confirmSubscription(envelope, { ...network, endpoint: config.awsEndpoint ?? undefined });

  return {
    push: {
      ...context,
      confirm,
      verifier: verifier(all, config.sns.maxAgeMs),
      frugalVerifier: verifier(known, config.sns.maxAgeMs),
      failures: createFailureLimit(config.sns.maxForgedPerMinute),
    },
    queue: { ...context, confirm, verifier: verifier(all, config.sqs?.maxAgeMs ?? null) },
    replay: { ...context, confirm, verifier: verifier(all, null, 'message-time') },
  };
}

async function noNetwork(): Promise<never> {
  return await Promise.reject(new TypeError('certificates are not fetched for this sender'));
}
