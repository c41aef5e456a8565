import type { ExpectedOutcome } from './expected-outcome';
import type { PlannedOrder } from './load-plan';
import type { TakenMail } from './mail-ledger';
import type { StoredEvent, StoredOrder } from './stored-orders';

/** What is not as it has to be: something is missing, something is there twice, or something is wrong. */
export interface Flaw {
  readonly kind: 'lost' | 'doubled' | 'wrong' | 'mail';
  readonly text: string;
}

/** Compares an order with how it has to be. */
export function judgeOrder(
  order: PlannedOrder,
  expected: ExpectedOutcome,
  stored: StoredOrder | undefined,
  ledger: ReadonlyMap<string, readonly TakenMail[]>,
): readonly Flaw[] {
  if (stored === undefined) return [{ kind: 'lost', text: 'PostgreSQL has no such order' }];
  const flaws: Flaw[] = [];
  if (stored.status !== expected.status) {
    flaws.push({ kind: 'wrong', text: `${stored.status} in place of ${expected.status}` });
  }
  if (order.story === 'deregistered' && !stored.deregistered) {
    flaws.push({ kind: 'lost', text: 'does not know that its device is gone' });
  }
  return [
    ...flaws,
    ...judgeEvents(expected, stored.events),
    ...judgeMails(expected, stored, ledger),
  ];
}

function judgeEvents(expected: ExpectedOutcome, events: readonly StoredEvent[]): readonly Flaw[] {
  const flaws: Flaw[] = [];
  if (events.some(({ seq }, index) => seq !== index + 1)) {
    flaws.push({ kind: 'wrong', text: `seq has gaps: ${events.map(({ seq }) => seq).join()}` });
  }
  const seen = new Set<string>();
  for (const { type, notification_id: id, mail } of events) {
    const name = id ?? (mail === null ? type : `the end of the mail ${mail}`);
    if (seen.has(name)) flaws.push({ kind: 'doubled', text: `${name} stands there twice` });
    seen.add(name);
    if (id !== null && !expected.notificationIds.has(id)) {
      flaws.push({ kind: 'wrong', text: `${type} of ${id}, which nobody took` });
    }
  }
  for (const id of expected.notificationIds) {
    if (!seen.has(id)) flaws.push({ kind: 'lost', text: `${id} was taken and is not there` });
  }
  return flaws;
}

function judgeMails(
  expected: ExpectedOutcome,
  { mails, events }: StoredOrder,
  ledger: ReadonlyMap<string, readonly TakenMail[]>,
): readonly Flaw[] {
  const flaws: Flaw[] = [];
  const sent = new Set<string>();
  for (const { kind, message_id: messageId, outcome, detail } of mails) {
    const event = events.find(({ mail }) => mail === kind);
    if (outcome === null) flaws.push({ kind: 'mail', text: `${kind} is not settled` });
    else if (event?.type !== `email-${outcome}`) {
      flaws.push({ kind: 'mail', text: `${kind}: ${outcome} in its row, ${String(event?.type)}` });
    }
    // The mail server of these tests refuses nothing, and five days are not over: the one way to fail is that a
    // worker was killed while it sent what the order, having gone on, asks for no more.
    if (outcome === 'failed' && detail !== 'EMAIL_OUTCOME_UNKNOWN') {
      flaws.push({ kind: 'mail', text: `${kind} was given up: ${String(detail)}` });
    }
    const taken = messageId === null ? undefined : ledger.get(messageId);
    if (taken !== undefined) sent.add(kind);
    if (outcome === 'sent' && taken === undefined) {
      flaws.push({ kind: 'mail', text: `${kind} counts as sent, and no mail server took it` });
    }
  }
  const { mailsOneOf } = expected;
  if (mailsOneOf.length > 0 && !mailsOneOf.some((kind) => sent.has(kind))) {
    flaws.push({ kind: 'mail', text: `no mail ${mailsOneOf.join(' or ')} went out` });
  }
  return flaws;
}
