import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { TakeOutcome } from './take-outcome';

/** How a message came in. */
export type Transport = 'https' | 'sqs';

/** What ingestion counts. */
export interface IngestionMetrics {
  /** Every message, by what became of it. */
  readonly notifications: Counter<'transport' | 'type' | 'version' | 'outcome'>;
  /** How long taking a message took, in seconds. */
  readonly duration: Histogram<'transport' | 'type' | 'outcome'>;
  /** `MessageAttributes` whose version contradicts the signed body. */
  readonly versionMismatches: Counter<'type' | 'body' | 'attribute'>;
  /** Messages refused because they can't be genuine, by error code. */
  readonly untrusted: Counter<'transport' | 'code'>;
  /** Messages that are no messages of SNS at all, by error code. */
  readonly malformed: Counter<'transport' | 'code'>;
  /** Messages not looked at, since too many from their source were refused. */
  readonly tooManyFailures: Counter;
  /** Messages put into quarantine, by reason. */
  readonly quarantined: Counter<'transport' | 'code'>;
  /** UnsubscribeConfirmations: somebody cut us off from a topic. */
  readonly unsubscribed: Counter;
  /** What the maker told us of its Replenish calls, by what became of it. */
  readonly replenishments: Counter<'outcome'>;
  /** Messages replayed from quarantine, by how that ended. */
  readonly replays: Counter<'outcome'>;
  /** 1 while Temporal does not answer, and so is asked by a probe now and then only. */
  readonly circuitOpen: Gauge;
}

/** What becomes of messages whose type is not known: nobody reads the type of what is not genuine. */
const OF_UNKNOWN_TYPE: readonly TakeOutcome['kind'][] = [
  'quarantined',
  'unavailable',
  'untrusted',
  'malformed',
];

/** Creates ingestion's metrics in a registry. */
export function createIngestionMetrics(registry: Registry): IngestionMetrics {
  const registers = [registry];
  const notifications = new Counter({
    name: 'refill_notifications_total',
    help: 'Messages by type, version and what became of them',
    labelNames: ['transport', 'type', 'version', 'outcome'],
    registers,
  });
  // A rate needs the 0 before the first one; what goes wrong is looked for by a rate.
  for (const transport of ['https', 'sqs']) {
    for (const outcome of OF_UNKNOWN_TYPE) {
      notifications.inc({ transport, type: 'unknown', version: 'none', outcome }, 0);
    }
  }
  return {
    notifications,
    duration: new Histogram({
      name: 'refill_notification_duration_seconds',
      help: 'How long taking a message took, by type and what became of it',
      labelNames: ['transport', 'type', 'outcome'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    versionMismatches: new Counter({
      name: 'refill_version_attribute_mismatch_total',
      help: 'Message attributes whose version contradicts the signed body',
      labelNames: ['type', 'body', 'attribute'],
      registers,
    }),
    untrusted: new Counter({
      name: 'refill_untrusted_total',
      help: 'Messages refused because they cannot be genuine',
      labelNames: ['transport', 'code'],
      registers,
    }),
    malformed: new Counter({
      name: 'refill_malformed_total',
      help: 'Messages refused because they are no messages of SNS at all',
      labelNames: ['transport', 'code'],
      registers,
    }),
    tooManyFailures: new Counter({
      name: 'refill_too_many_failures_total',
      help: 'Messages put off because too many from their source were refused',
      registers,
    }),
    quarantined: new Counter({
      name: 'refill_quarantined_total',
      help: 'Messages put into quarantine',
      labelNames: ['transport', 'code'],
      registers,
    }),
    unsubscribed: new Counter({
      name: 'refill_unsubscribed_total',
      help: 'UnsubscribeConfirmations received',
      registers,
    }),
    replenishments: new Counter({
      name: 'refill_replenishments_total',
      help: 'Replenish calls the maker told of, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    replays: new Counter({
      name: 'refill_replays_total',
      help: 'Messages replayed from quarantine, by how that ended',
      labelNames: ['outcome'],
      registers,
    }),
    circuitOpen: new Gauge({
      name: 'refill_temporal_circuit_open',
      help: '1 while Temporal does not answer and messages are deferred at once',
      registers,
    }),
  };
}
