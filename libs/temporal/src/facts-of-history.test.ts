import { createSecretKey } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { defaultFailureConverter, defaultPayloadConverter, type Payload } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { msNumberToTs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import fc from 'fast-check';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { rebuildOrder } from '@refill/order-lifecycle/rebuild-order';
import { encryptingDataConverter } from './payload-encryption';
import { factsOfHistory } from './facts-of-history';
import { HistoryError } from './history-error';
import { ORDER_WORKFLOW_TYPE, signalNameOf } from './order-messages';
import { payloadDecoderOf } from './payload-decoder';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const T0 = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number): string => new Date(T0 + ms).toISOString();
const subject = { modelId: 'm', serialNumber: 's', slotId: 'slot', customerId: 'amzn1.account.A' };
const placed: OrderFact = {
  type: 'order-placed',
  notificationId: 'placed',
  occurredAt: at(0),
  subject,
  items: [{ asin: 'A', quantity: 1, unit: 'count', estimatedDelivery: null }],
};
const shipped: OrderFact = {
  ...placed,
  type: 'item-shipped',
  notificationId: 'shipped',
  occurredAt: at(2_000),
};
const ended: OrderFact = { type: 'order-ended', notificationId: 'action:1', occurredAt: at(1_000) };
const deregistered: OrderFact = {
  type: 'device-deregistered',
  notificationId: 'gone',
  occurredAt: at(500),
};

const inClear = async (payload: Payload): Promise<unknown> =>
  await Promise.resolve(defaultPayloadConverter.fromPayload(payload));
const payloads = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });
const event = (ms: number, attributes: HistoryEvent): HistoryEvent => ({
  eventTime: msNumberToTs(T0 + ms),
  ...attributes,
});
const started = (type = ORDER_WORKFLOW_TYPE): HistoryEvent =>
  event(0, {
    workflowExecutionStartedEventAttributes: {
      workflowType: { name: type },
      input: payloads({ orderId: 'order', windows: DEFAULT_ORDER_WINDOWS }),
    },
  });
const signalled = (ms: number, fact: OrderFact): HistoryEvent =>
  event(ms, {
    workflowExecutionSignaledEventAttributes: {
      signalName: signalNameOf(fact),
      input: payloads(fact),
    },
  });
const task = (ms: number): readonly HistoryEvent[] => [
  event(ms, { workflowTaskStartedEventAttributes: {} }),
  event(ms + 5, { workflowTaskCompletedEventAttributes: {} }),
];
const localAnswer = (ms: number, result: unknown): HistoryEvent =>
  event(ms, {
    markerRecordedEventAttributes: {
      markerName: 'core_local_activity',
      details: { result: payloads(result) },
    },
  });
const answer = (ms: number, result: unknown): HistoryEvent =>
  event(ms, { activityTaskCompletedEventAttributes: { result: payloads(result) } });

describe('factsOfHistory', () => {
  it('tells what came, as the order took it in', async () => {
    const told = await factsOfHistory(
      {
        events: [
          started(),
          signalled(1, placed),
          ...task(10),
          localAnswer(15, { outcome: 'recorded', deregistrations: [deregistered] }),
          localAnswer(15, { outcome: 'sent', messageId: '<a@b>' }),
          signalled(20, ended),
          signalled(21, shipped),
          ...task(30),
          event(40, { workflowExecutionCompletedEventAttributes: {} }),
        ],
      },
      inClear,
    );
    expect(told).toEqual({
      orderId: 'order',
      windows: DEFAULT_ORDER_WINDOWS,
      startedAt: at(0),
      historyLength: 11,
      closed: { as: 'completed', at: at(40) },
      endedElsewhere: false,
      steps: [
        { at: T0 + 10, facts: [placed] },
        { at: T0 + 10, facts: [deregistered] },
        { at: T0 + 30, facts: [ended, shipped] },
      ],
      customerPseudonym: null,
      unreadableSignals: 0,
    });
  });

  it('counts in what no worker has taken in yet, and what an activity answered', async () => {
    const told = await factsOfHistory(
      {
        events: [
          started(),
          signalled(1, placed),
          ...task(10),
          answer(20, {
            outcome: 'recorded',
            deregistrations: [deregistered],
            customerPseudonym: 'erased-1',
          }),
          event(30, { workflowTaskStartedEventAttributes: {} }),
          event(35, { workflowTaskFailedEventAttributes: {} }),
          signalled(40, shipped),
          event(50, { workflowExecutionTerminatedEventAttributes: {} }),
        ],
      },
      inClear,
    );
    expect(told.closed?.as).toBe('terminated');
    expect(told.customerPseudonym).toBe('erased-1');
    expect(told.steps.at(-1)).toEqual({ at: T0 + 50, facts: [deregistered, shipped] });
    expect(rebuildOrder(told)?.snapshot).toMatchObject({
      status: 'shipped',
      customerId: 'erased-1',
      deviceDeregisteredAt: deregistered.occurredAt,
    });
  });

  it('counts the signals that nobody can read, and knows who ended the order before', async () => {
    const told = await factsOfHistory(
      {
        events: [
          started(),
          event(1, {
            workflowExecutionSignaledEventAttributes: {
              signalName: 'ItemShipped',
              input: payloads({ type: 'item-shipped' }),
            },
          }),
          event(2, { workflowExecutionSignaledEventAttributes: { signalName: 'CustomerErased' } }),
          ...task(10),
          localAnswer(15, { outcome: 'closed-elsewhere' }),
        ],
      },
      inClear,
    );
    expect(told).toMatchObject({ unreadableSignals: 1, endedElsewhere: true, closed: null });
    expect(rebuildOrder(told)).toBeNull();
  });

  it.each([
    ['nothing', []],
    ['the history of a device', [started('deviceLifecycle')]],
    [
      'an input without windows',
      [
        event(0, {
          workflowExecutionStartedEventAttributes: {
            workflowType: { name: ORDER_WORKFLOW_TYPE },
            input: payloads({ orderId: 'secret-order' }),
          },
        }),
      ],
    ],
  ])('refuses %s', async (_what, events) => {
    const refused = factsOfHistory({ events }, inClear);
    await expect(refused).rejects.toBeInstanceOf(HistoryError);
    await expect(refused).rejects.toThrow(/^TEMPORAL_HISTORY_UNREADABLE: (?!.*secret-order)/);
  });

  it('reads encrypted payloads with the keys of the client', async () => {
    const keys = { currentId: 'k1', byId: new Map([['k1', createSecretKey(Buffer.alloc(32, 1))]]) };
    const { payloadCodecs } = encryptingDataConverter(keys);
    const [codec] = payloadCodecs ?? [];
    if (codec === undefined) throw new Error('no codec');
    const decode = payloadDecoderOf({
      options: {
        loadedDataConverter: {
          payloadConverter: defaultPayloadConverter,
          failureConverter: defaultFailureConverter,
          payloadCodecs: [codec],
        },
      },
    });
    const [sealed] = await codec.encode([defaultPayloadConverter.toPayload(placed)]);
    if (sealed === undefined) throw new Error('nothing was encrypted');
    expect(await decode(sealed)).toEqual(placed);
    expect(await decode(defaultPayloadConverter.toPayload({ a: 1 }))).toEqual({ a: 1 });
  });

  it('gives every recorded order as it ended', async () => {
    const folder = path.join(__dirname, '..', '..', '..', 'workflows', 'order', 'histories');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const json: unknown = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
      const history = historyFromJSON(json);
      const last = history.events?.at(-1)?.workflowExecutionCompletedEventAttributes?.result;
      const payload = last?.payloads?.[0];
      const told = await factsOfHistory(history, inClear);
      expect([file, told.closed === null]).toEqual([file, payload === undefined]);
      if (payload === undefined) continue;
      const status = told.endedElsewhere ? 'late' : rebuildOrder(told)?.snapshot.status;
      expect([file, status]).toEqual([file, await inClear(payload)]);
    }
  });

  it('loses no fact, in whichever tasks they were taken in', async () => {
    const facts = [placed, shipped, ended, deregistered];
    // `null`: a workflow task is done.
    const script = fc.array(fc.option(fc.constantFrom(...facts)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const events = steps.flatMap((step, index) =>
          step === null ? task(index * 10) : [signalled(index * 10, step)],
        );
        const told = await factsOfHistory({ events: [started(), ...events] }, inClear);
        expect(told.steps.flatMap((step) => step.facts)).toEqual(
          steps.filter((step) => step !== null),
        );
      }),
      { numRuns: 200 },
    );
  });
});
