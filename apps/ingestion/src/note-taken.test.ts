import { parseNotification } from '@refill/drs-notifications/parse-notification';
import { createLogger } from '@refill/service/logger';
import { createMetrics } from '@refill/service/metrics';
import { createIngestionMetrics } from './ingestion-metrics';
import { noteTaken } from './note-taken';
import type { TakeOutcome } from './take-outcome';
import { drsMessage } from './test-support/drs-messages';

function lineOf(notificationType: string | null, outcome: TakeOutcome): unknown {
  const lines: unknown[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = createLogger({ service: 'ingestion', destination });
  const metrics = createIngestionMetrics(createMetrics('ingestion'));
  const parsed =
    notificationType === null
      ? null
      : parseNotification(
          JSON.stringify(
            drsMessage({ notificationType, instanceId: 'order-1', notificationId: 'note-1' }),
          ),
        );
  const notification = parsed?.ok === true ? parsed.notification : null;
  noteTaken({ logger, metrics }, 'https', { outcome, notification }, 5);
  expect(lines).toHaveLength(1);
  return lines[0];
}

describe('noteTaken', () => {
  it.each([
    { kind: 'taken', effect: 'signalled' },
    { kind: 'deferred' },
    { kind: 'unavailable', code: 'HISTORY_UNAVAILABLE' },
  ] as const)('names the order and the notification in the line of $kind', (outcome) => {
    const line = lineOf('OrderPlacedNotification', outcome);
    expect(line).toMatchObject({ orderId: 'order-1', notificationId: 'note-1' });
    expect(JSON.stringify(line)).not.toContain('amzn1.account');
  });

  it('names the notification alone when it is about a device', () => {
    const line = lineOf('DeviceRegisteredNotification', { kind: 'taken', effect: 'signalled' });
    expect(line).toMatchObject({ notificationId: 'note-1' });
    expect(line).not.toHaveProperty('orderId');
  });

  it('names nothing of a message that nobody vouches for', () => {
    const line = lineOf(null, { kind: 'untrusted', code: 'SNS_SIGNATURE_INVALID' });
    expect(line).toMatchObject({ code: 'SNS_SIGNATURE_INVALID' });
    expect(line).not.toHaveProperty('orderId');
    expect(line).not.toHaveProperty('notificationId');
  });
});
