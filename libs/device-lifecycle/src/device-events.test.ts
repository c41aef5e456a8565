import type { DeviceFact } from './device-fact';
import { deviceFactSchema } from './device-fact-schema';
import { eventsToRecord } from './device-events';
import { compactDevice } from './compact-device';
import { applyFact, type DeviceState, newDevice, withEmail, withRecorded } from './device-state';
import { viewDevice } from './device-view';
import { DEFAULT_DEVICE_WINDOWS } from './device-windows';
import { emailEvent } from './email-event';
import { emailsDue } from './emails-due';
import { after, live } from './test-support/arrival';
import {
  ANN,
  at,
  changedV2,
  deregistered,
  DEVICE,
  HOUR,
  registered,
  T0,
} from './test-support/facts';

function eventsOf(state: DeviceState) {
  const view = viewDevice(state, T0);
  if (view === null) throw new Error('no view');
  return eventsToRecord(state, view);
}

const chosen = changedV2(HOUR, { ink: [true, 'A'] });

describe('eventsToRecord', () => {
  it('tells what happened in its order, with what a subscription change changed', () => {
    expect(eventsOf(after(deregistered(2 * HOUR), chosen, registered(0)))).toMatchObject([
      { type: 'device-registered', key: `fact:device-registered:registered-0-${ANN}` },
      {
        type: 'subscription-changed',
        occurredAt: at(HOUR),
        notificationId: chosen.notificationId,
        data: { fact: chosen, changes: [{ slotId: 'ink', cause: 'product-chosen' }] },
      },
      { type: 'device-deregistered' },
    ]);
  });

  it('leaves out what is recorded, also when it is recorded in slices', () => {
    const state = after(registered(0), chosen, deregistered(2 * HOUR));
    const [first] = eventsOf(state);
    expect(first).toBeDefined();
    const rest = eventsOf(withRecorded(state, [first?.key ?? '']));
    expect(rest.map(({ type }) => type)).toEqual(['subscription-changed', 'device-deregistered']);
    expect(
      eventsOf(
        withRecorded(
          state,
          eventsOf(state).map(({ key }) => key),
        ),
      ),
    ).toEqual([]);
  });

  it('has what comes too late to be held, and has it once', () => {
    const memory = { facts: 1, entries: 100, ids: 10 };
    const facts: readonly DeviceFact[] = [registered(HOUR), registered(2 * HOUR), registered(0)];
    const late = live(
      [...facts, ...facts].map((fact) => ({ fact, arrivesAt: T0 })),
      memory,
    );
    expect(late.eventKeys).toEqual(
      facts.map(({ notificationId }) => `fact:device-registered:${notificationId}`),
    );
    expect(late.final.registeredAt).toBe(at(2 * HOUR));
  });
});

describe('applyFact', () => {
  it('gives the same state back for a redelivery: held, folded, or too late and not recorded yet', () => {
    const { state } = live(
      [registered(HOUR), registered(2 * HOUR)].map((fact) => ({ fact, arrivesAt: T0 })),
      { facts: 1, entries: 100, ids: 10 },
    );
    const late = applyFact(state, registered(0));
    expect(late.late).toEqual([registered(0)]);
    for (const fact of [registered(0), registered(HOUR), registered(2 * HOUR)]) {
      expect(applyFact(late, fact)).toBe(late);
    }
  });
});

describe('compactDevice', () => {
  const tooMany = (memory = { facts: 1, entries: 100, ids: 10 }) =>
    [registered(0), chosen].reduce(applyFact, newDevice(DEVICE, DEFAULT_DEVICE_WINDOWS, memory));

  it('folds nothing that the history does not have', () => {
    const state = tooMany();
    expect(compactDevice(state)).toBe(state);
  });

  it('folds nothing of which a mail is due or on its way', () => {
    let state = tooMany();
    state = withRecorded(
      state,
      eventsOf(state).map(({ key }) => key),
    );
    expect(compactDevice(state)).toBe(state);
    const view = viewDevice(state, T0);
    if (view === null) throw new Error('no view');
    const due = emailsDue(state, view);
    const pending = due.reduce((before, { email }) => withEmail(before, email, 'pending'), state);
    expect(compactDevice(pending)).toBe(pending);
    const settled = due.reduce(
      (before, { email }) => withEmail(before, email, { outcome: 'failed', code: 'X' }),
      pending,
    );
    expect(compactDevice(settled).facts).toEqual([chosen]);
    expect(viewDevice(compactDevice(settled), T0)?.snapshot).toEqual(view.snapshot);
  });

  it('gives way to many products in few facts', () => {
    expect(
      live(
        [
          { fact: registered(0), arrivesAt: T0 },
          { fact: chosen, arrivesAt: T0 },
        ],
        {
          facts: 100,
          entries: 1,
          ids: 10,
        },
      ),
    ).toMatchObject({
      state: { facts: [], past: { until: { occurredAt: at(HOUR) } } },
      final: { status: 'subscribed', registeredAt: at(0) },
    });
  });
});

describe('emailEvent', () => {
  const email = { kind: 'device-welcome', key: 'device-welcome:1' } as const;

  it.each([
    [{ outcome: 'sent', messageId: '<m@x>' }, 'email-sent', { messageId: '<m@x>' }],
    [{ outcome: 'skipped', reason: 'no-contact' }, 'email-skipped', { reason: 'no-contact' }],
    [{ outcome: 'failed', code: 'EMAIL_GAVE_UP' }, 'email-failed', { code: 'EMAIL_GAVE_UP' }],
  ] as const)('says how a mail ended: %j', (outcome, type, data) => {
    expect(emailEvent(email, outcome, at(0))).toEqual({
      type,
      key: 'email:device-welcome:1',
      occurredAt: at(0),
      notificationId: null,
      data: { kind: 'device-welcome', ...data },
    });
  });
});

describe('deviceFactSchema', () => {
  it('reads every fact, drops what it does not know and names what is wrong', () => {
    for (const fact of [registered(0), deregistered(0), chosen]) {
      expect(deviceFactSchema.parse({ ...fact, more: 1 })).toEqual(fact);
    }
    const wrong = deviceFactSchema.safeParse({ ...registered(0), occurredAt: 'yesterday' });
    expect(wrong.error?.issues.map(({ path }) => path)).toEqual([['occurredAt']]);
    expect(deviceFactSchema.safeParse({ ...registered(0), type: 'order-placed' }).success).toBe(
      false,
    );
  });
});
