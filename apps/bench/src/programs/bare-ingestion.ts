import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseNotification } from '@refill/drs-notifications/parse-notification';
import { orderFactOf } from '@refill/ingestion/order-fact-of';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { readConfig } from '@refill/service/config';
import { parseEnvelope } from '@refill/sns/sns-envelope';
import { connectTemporal } from '@refill/temporal/connection';
import { signalOrder } from '@refill/temporal/signal-order';
import { z } from 'zod';

// The least that hands a notification to its order: HTTP, reading it and the call of Temporal. No signature, no limits, no
// log: what ingestion could reach at best.
const { INGESTION_PORT: port } = readConfig(
  z.object({ INGESTION_PORT: z.coerce.number().int() }),
  process.env,
);
const { client } = connectTemporal();

async function take(body: string): Promise<void> {
  const parsed = parseEnvelope(body);
  if (!parsed.ok || parsed.envelope.Type !== 'Notification') throw new Error('no envelope');
  const read = parseNotification(parsed.envelope.Message);
  if (!read.ok || read.notification.type !== 'OrderPlacedNotification') throw new Error('DRS');
  const { orderId, subject, fact } = orderFactOf(read.notification);
  await signalOrder(client, { orderId, subject, fact, windows: DEFAULT_ORDER_WINDOWS });
}

createServer((request, response) => {
  if (request.method !== 'POST') {
    response.end();
    return;
  }
  text(request)
    .then(take)
    .then(
      () => response.end(JSON.stringify({ outcome: 'taken' })),
      (error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
}).listen(port, '127.0.0.1');
