import { planSimulation } from './plan-simulation';
import { expired } from './scenarios/expired';
import { happy } from './scenarios/happy';
import { partial } from './scenarios/partial';
import { notificationOf } from './test-support/facts-of';
import { simulationRequest } from './test-support/requests';

it('plays 1.0 and 2.0 side by side, each with its own order and slot', () => {
  const { steps, outcomes } = planSimulation(happy, simulationRequest({ notifications: 'both' }));
  const sent = steps.flatMap(({ at, action }) => {
    if (action.kind !== 'notify') return [];
    const notification = notificationOf(action);
    if (!('instanceId' in notification)) throw new Error('not about an order');
    return [[at, notification.version, notification.instanceId, notification.slotId]];
  });
  expect(sent).toEqual([
    [0, '1.0', 'order-1-1.0', 'slot-1-1.0'],
    [0, '2.0', 'order-1', 'slot-1'],
    [15_000, '1.0', 'order-1-1.0', 'slot-1-1.0'],
    [15_000, '2.0', 'order-1', 'slot-1'],
  ]);
  expect(outcomes.map((outcome) => outcome.orderId)).toEqual(['order-1-1.0', 'order-1']);
});

it('tells the notes of both runs once', () => {
  const { steps } = planSimulation(expired, simulationRequest({ notifications: 'both' }));
  const notes = steps.flatMap(({ action }) => (action.kind === 'note' ? [action.text] : []));
  expect(notes).toHaveLength(2);
  expect(new Set(notes).size).toBe(2);
});

it.each(['1.0', 'both'] as const)('refuses partial in %s and says why', (notifications) => {
  expect(() => planSimulation(partial, simulationRequest({ notifications }))).toThrow(
    /SIMULATOR_VERSION_UNSUPPORTED: "partial" does not exist in 1\.0 .*no ASINs.*--notifications 2\.0/,
  );
});

it('aims at the windows of the running stack', () => {
  const { windows } = simulationRequest();
  const cancelWindowMs = 60_000;
  const { start, steps } = planSimulation(
    happy,
    simulationRequest({ windows: { ...windows, cancelWindowMs } }),
  );
  const [placed, closes] = steps;
  if (placed?.action.kind !== 'notify' || closes?.action.kind !== 'await') {
    throw new Error('unexpected steps');
  }
  const { notificationTime } = placed.action.message.body.notificationInfo;
  expect(Date.parse(notificationTime) + cancelWindowMs).toBe(start + closes.at);
});
