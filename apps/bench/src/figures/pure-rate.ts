import { setImmediate } from 'node:timers/promises';
import { Bench } from 'tinybench';
import { parseNotification } from '@refill/drs-notifications/parse-notification';
import { orderFactOf } from '@refill/ingestion/order-fact-of';
import { createCertificateStore } from '@refill/sns/certificate-store';
import { createMessageVerifier } from '@refill/sns/message-verifier';
import { parseEnvelope } from '@refill/sns/sns-envelope';
import { type Signer, TOPIC_ARN } from '../stack/signed-notifications';

/** After so many the event loop gets its turn. */
const PIECES_PER_PAUSE = 100;

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
  let next = 0;
  const takeOne = async (): Promise<void> => {
    const parsed = parseEnvelope(bodies[next++ % pieces] ?? '');
    if (!parsed.ok || parsed.envelope.Type !== 'Notification') throw new Error('no envelope');
    const verdict = await verifier.verify(parsed.envelope);
    if (!verdict.ok) throw new Error(`not genuine: ${verdict.code}`);
    const read = parseNotification(parsed.envelope.Message);
    if (!read.ok || read.notification.type !== 'OrderPlacedNotification') throw new Error('DRS');
    orderFactOf(read.notification);
  };
  // Each once to warm up, and once that counts; an error is one of the bench.
  const bench = new Bench({
    time: 0,
    iterations: pieces,
    warmupTime: 0,
    warmupIterations: pieces,
    throws: true,
  });
  bench.add('verify, parse and route', takeOne, {
    // Outside the clock: what only awaits promises lets no signal through, and Ctrl-C would wait for the last one.
    beforeEach: async () => {
      if (next % PIECES_PER_PAUSE === 0) await setImmediate();
    },
  });
  const [task] = await bench.run();
  const { result } = task ?? {};
  if (result?.state !== 'completed') throw new Error('nothing was measured');
  return 1_000 / result.latency.mean;
}
