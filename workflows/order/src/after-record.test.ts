import { eventsToRecord } from '@refill/order-lifecycle/order-events';
import { applyFact, newOrder } from '@refill/order-lifecycle/order-state';
import { viewOrder } from '@refill/order-lifecycle/order-view';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { afterRecord } from './after-record';
import { placed, shipped, subject } from './test-support/facts';

const NOW = Date.parse('2026-11-03T10:00:00.000Z');
const RECORDED = { outcome: 'recorded', deregistrations: [] } as const;
const DEREGISTRATION = {
  type: 'device-deregistered',
  notificationId: 'gone',
  occurredAt: '2026-11-03T09:59:00.000Z',
} as const;

const state = [placed('2026-11-03T09:00:00.000Z'), shipped('2026-11-03T09:30:00.000Z')].reduce(
  (known, fact) => applyFact(known, fact, NOW),
  newOrder('order', DEFAULT_ORDER_WINDOWS),
);

function eventsDue(): ReturnType<typeof eventsToRecord> {
  const view = viewOrder(state, NOW);
  if (view === null) throw new Error('the order has facts');
  return eventsToRecord(state, view);
}

const events = eventsDue();
const before = { state, timeline: [] };

it('has its events behind it, once', () => {
  const after = afterRecord(before, events, RECORDED, NOW);
  expect(after.timeline).toEqual(events);
  const view = viewOrder(after.state, NOW);
  expect(view === null ? null : eventsToRecord(after.state, view)).toEqual([]);
  expect(after.newFacts).toBe(0);
});

it('knows how mails ended that went out with the record', () => {
  const sent = { outcome: 'sent', messageId: '<1@example.com>' } as const;
  const emails = [{ kind: 'item-shipped', outcome: sent }] as const;
  const after = afterRecord(before, events, { ...RECORDED, emails }, NOW);
  expect(after.state.emails).toEqual({ 'item-shipped': sent });
  expect(after.timeline.at(-1)).toEqual({
    type: 'email-sent',
    key: 'email:item-shipped',
    occurredAt: '2026-11-03T10:00:00.000Z',
    notificationId: null,
    data: { kind: 'item-shipped', messageId: '<1@example.com>' },
  });
});

it('believes the record rather than its own event about how a mail ended', () => {
  const key = 'email:order-placed';
  const own = { outcome: 'skipped', reason: 'superseded' } as const;
  const skipped = {
    type: 'email-skipped',
    key,
    occurredAt: '2026-11-03T09:40:00.000Z',
    notificationId: null,
    data: { kind: 'order-placed', reason: own.reason },
  } as const;
  const sent = { outcome: 'sent', messageId: '<2@example.com>' } as const;
  const emailsEndedOtherwise = [{ kind: 'order-placed', outcome: sent }] as const;
  const result = { ...RECORDED, emailsEndedOtherwise };
  const after = afterRecord(before, [...events, skipped], result, NOW);
  expect(after.state.emails).toEqual({ 'order-placed': sent });
  expect(after.timeline.filter((event) => event.key === key)).toMatchObject([
    { type: 'email-sent' },
  ]);
});

it('learns of deregistrations, each once', () => {
  const result = { ...RECORDED, deregistrations: [DEREGISTRATION] };
  const after = afterRecord(before, events, result, NOW);
  expect(after.newFacts).toBe(1);
  expect(after.state.facts.at(-1)).toEqual(DEREGISTRATION);
  expect(afterRecord(after, [], result, NOW).newFacts).toBe(0);
});

it('forgets an erased customer everywhere', () => {
  const customerPseudonym = `erased-${'0'.repeat(32)}`;
  const after = afterRecord(before, events, { ...RECORDED, customerPseudonym }, NOW);
  expect(JSON.stringify(after)).toContain(customerPseudonym);
  expect(JSON.stringify(after)).not.toContain(subject.customerId);
});
