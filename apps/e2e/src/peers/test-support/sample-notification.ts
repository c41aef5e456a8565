import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../test-support/child-service';
import type { Publication } from './aws-account';

const DAY_MS = 86_400_000;

/** Samples of Amazon's documentation, by the version of the notification they show. */
const SAMPLES = {
  '1.0': {
    placed: 'order-placed.v1',
    shipped: 'item-shipped.v1',
    cancelled: 'order-cancelled',
  },
  '2.0': {
    placed: 'order-placed.v2',
    shipped: 'item-shipped.v2',
    cancelled: 'order-cancelled',
  },
} as const;

/** The versions of DRS's notifications. */
export type DrsVersion = keyof typeof SAMPLES;

/** Amazon's own sample of a notification, now and about an order of the test's, as DRS publishes it. */
export function sampleNotification(
  version: DrsVersion,
  kind: 'placed' | 'shipped' | 'cancelled',
  orderId: string,
): Publication {
  const notificationId = `amzn1.dash.notification.v1.${randomUUID()}`;
  const now = Date.now();
  const said: Readonly<Record<string, string>> = {
    notificationId,
    // Amazon notifies of a placed order first.
    notificationTime: new Date(kind === 'placed' ? now - 1_000 : now).toISOString(),
    instanceId: orderId,
    estimatedDeliveryDate: new Date(now + 3 * DAY_MS).toISOString(),
  };
  const file = `libs/drs-notifications/fixtures/samples/${SAMPLES[version][kind]}.json`;
  const sample: unknown = JSON.parse(
    readFileSync(path.join(ROOT, file), 'utf8'),
    (key, value: unknown) => said[key] ?? value,
  );
  return {
    message: JSON.stringify(z.object({ Message: z.unknown() }).parse(sample).Message),
    version,
  };
}
