import { parseNotification } from '@refill/drs-notifications/parse-notification';
import { orderFactOf } from '@refill/ingestion/order-fact-of';
import { createCertificateStore } from '@refill/sns/certificate-store';
import { createMessageVerifier } from '@refill/sns/message-verifier';
import { parseEnvelope } from '@refill/sns/sns-envelope';
import { type Signer, TOPIC_ARN } from '../stack/signed-notifications';
import { perSecond } from './in-lanes';

/** Verifies, parses and routes signed notifications, without Temporal, on one core. @returns notifications per second */
export async function pureRate(signer: Signer, pieces: number): Promise<number> {
  const bodies = Array.from({ length: pieces }, (_, at) =>
    signer.body('OrderPlacedNotification', { orderId: `pure-${String(at)}`, customerId: 'c' }),
  );
  const verifier = createMessageVerifier({
    topicArns: [TOPIC_ARN],
    certificates: createCertificateStore({ pinnedDirectory: signer.certificateDirectory }),
    maxAgeMs: null,
    validity: 'now',
  });
  const takeAll = async (): Promise<void> => {
    for (const body of bodies) {
      const parsed = parseEnvelope(body);
      if (!parsed.ok || parsed.envelope.Type !== 'Notification') throw new Error('no envelope');
      const verdict = await verifier.verify(parsed.envelope);
      if (!verdict.ok) throw new Error(`not genuine: ${verdict.code}`);
      const read = parseNotification(parsed.envelope.Message);
      if (!read.ok || read.notification.type !== 'OrderPlacedNotification') throw new Error('DRS');
      orderFactOf(read.notification);
    }
  };
  // The first time is for the compiler.
  await takeAll();
  const startedAt = performance.now();
  await takeAll();
  return perSecond(pieces, performance.now() - startedAt);
}
