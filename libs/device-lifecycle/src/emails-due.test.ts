import type { DeviceFact } from './device-fact';
import { type DeviceState, withEmail } from './device-state';
import { viewDevice } from './device-view';
import { emailsDue, reasonAgainst } from './emails-due';
import { after, live } from './test-support/arrival';
import {
  ANN,
  at,
  BEN,
  changedV1,
  changedV2,
  deregistered,
  DEVICE,
  HOUR,
  product,
  registered,
  T0,
} from './test-support/facts';

const DAY = 24 * HOUR;

/** The mails due for a state at T0 + `now`. */
function dueOf(state: DeviceState, now: number) {
  const view = viewDevice(state, T0 + now);
  if (view === null) throw new Error('no view');
  return emailsDue(state, view);
}

/** `kind:send` or `kind:skip:reason` of the mails due after these facts. */
function due(facts: readonly DeviceFact[], now = 0): readonly string[] {
  return dueOf(after(...facts), now).map((mail) =>
    mail.action === 'send' ? `${mail.email.kind}:send` : `${mail.email.kind}:skip:${mail.reason}`,
  );
}

/** What is sent when these facts come one after the other, each at its own time. */
function sent(...facts: readonly DeviceFact[]) {
  return live(facts.map((fact) => ({ fact, arrivesAt: Date.parse(fact.occurredAt) }))).sent;
}

const nothing = changedV2(600, { ink: [false] });
const chosen = changedV2(HOUR, { ink: [true, 'A'] });

describe('the welcome', () => {
  it('goes with the registration, to its customer, with what is known of the slots', () => {
    expect(dueOf(after(registered(0), nothing), 0)).toEqual([
      {
        action: 'send',
        email: {
          kind: 'device-welcome',
          key: `device-welcome:registered-0-${ANN}`,
          device: DEVICE,
          customerId: ANN,
          occurredAt: at(0),
          trigger: {
            type: 'device-registered',
            notificationId: `registered-0-${ANN}`,
            occurredAt: at(0),
          },
          registeredAt: at(0),
          slots: [
            {
              slotId: 'ink',
              subscribed: false,
              products: [],
              lastChangedAt: at(600),
              cause: 'new-registration',
            },
          ],
        },
      },
    ]);
  });

  it('goes once per life', () => {
    const kinds = (...facts: readonly DeviceFact[]) => sent(...facts).map(({ kind }) => kind);
    expect(kinds(registered(0), registered(1))).toEqual(['device-welcome', 'choose-products']);
    expect(kinds(registered(0), deregistered(1), registered(2), chosen)).toEqual([
      'device-welcome',
      'device-deregistered',
      'device-welcome',
      'subscription-changed',
    ]);
  });

  it('does not go to who is gone, nor for a life that is over', () => {
    expect(due([registered(0), deregistered(1)])).toEqual([
      'device-welcome:skip:device-deregistered',
      'device-deregistered:send',
    ]);
    expect(due([registered(0), deregistered(1), registered(2)])).toEqual([
      'device-welcome:skip:superseded',
      'device-deregistered:skip:superseded',
      'device-welcome:send',
    ]);
  });

  it('is not due for a device whose registration Refill never heard of', () => {
    expect(due([chosen])).toEqual([]);
  });
});

describe('the nudge', () => {
  it('is the deadline a day after the registration, and then due', () => {
    const state = after(registered(0), nothing);
    expect(viewDevice(state, T0)?.nextDeadline).toEqual({ kind: 'nudge', at: T0 + DAY });
    expect(viewDevice(state, T0 + DAY)?.nextDeadline).toBeNull();
    expect(due([registered(0), nothing], DAY - 1)).not.toContain('choose-products:send');
    expect(due([registered(0), nothing], DAY)).toEqual([
      'device-welcome:send',
      'choose-products:send',
    ]);
    expect(dueOf(state, DAY)[1]?.email.occurredAt).toBe(at(DAY));
  });

  it('goes without any word about the slots, too, and only once', () => {
    expect(sent(registered(0)).map(({ kind }) => kind)).toEqual([
      'device-welcome',
      'choose-products',
    ]);
  });

  it('is cancelled by a selection, even by one that was cleared again', () => {
    for (const facts of [
      [registered(0), chosen],
      [registered(0), changedV1(HOUR, { ink: true })],
      [registered(0), changedV2(HOUR, { ink: [null, 'A'] })],
      [registered(0), chosen, changedV2(2 * HOUR, { ink: [false] })],
    ]) {
      expect(viewDevice(after(...facts), T0)?.nextDeadline).toBeNull();
      expect(due(facts, DAY)).not.toContain('choose-products:send');
    }
  });

  it('is not cancelled by a selection of an earlier life', () => {
    const facts = [registered(0), chosen, deregistered(2 * HOUR), registered(3 * HOUR)];
    expect(viewDevice(after(...facts), T0)?.nextDeadline?.at).toBe(T0 + 3 * HOUR + DAY);
    expect(due([registered(0), changedV2(HOUR, { ink: [false, 'FORMER'] })], DAY)).toContain(
      'choose-products:send',
    );
  });

  it('is not due without a registration, nor after the deregistration', () => {
    expect(viewDevice(after(nothing), T0)?.nextDeadline).toBeNull();
    expect(due([registered(0), deregistered(1)], DAY)).not.toContain('choose-products:send');
  });
});

describe('the mail about a subscription change', () => {
  it('says slot by slot what changed and why', () => {
    const [mail] = dueOf(after(nothing, chosen), 0);
    expect(mail).toMatchObject({
      action: 'send',
      email: {
        kind: 'subscription-changed',
        key: `subscription-changed:${chosen.notificationId}`,
        occurredAt: at(HOUR),
        version: '2.0',
        changes: [
          {
            slotId: 'ink',
            cause: 'product-chosen',
            before: { subscribed: false, products: [] },
            after: { subscribed: true, products: [product('A')] },
          },
        ],
        slots: [{ slotId: 'ink', subscribed: true }],
      },
    });
  });

  it('does not repeat the welcome: a registration is told only where it selects something', () => {
    expect(due([registered(0), nothing])).toEqual(['device-welcome:send']);
    expect(due([registered(0), changedV2(600, { ink: [true, 'A'], toner: [false] })])).toEqual([
      'device-welcome:send',
      'subscription-changed:send',
    ]);
    const [, mail] = dueOf(
      after(registered(0), changedV2(600, { ink: [true, 'A'], toner: [false] })),
      0,
    );
    expect(mail?.email).toMatchObject({ changes: [{ slotId: 'ink', cause: 'new-registration' }] });
  });

  it('is not due where nothing changed that Refill knows of', () => {
    expect(due([chosen, changedV2(2 * HOUR, { ink: [true, 'A'] })])).toEqual([]);
  });

  it('is skipped when the slot has changed since, and tells of the slots that have not', () => {
    const both = changedV2(HOUR, { ink: [true, 'A'], toner: [true, 'T'] });
    const off = changedV2(2 * HOUR, { ink: [false, 'A'], toner: [true, 'T'] });
    expect(due([nothing, chosen, changedV2(2 * HOUR, { ink: [false, 'A'] })])).toEqual([
      'subscription-changed:skip:superseded',
      'subscription-changed:send',
    ]);
    expect(
      dueOf(after(nothing, both, off), 0).map(({ email }) =>
        email.kind === 'subscription-changed' ? email.changes.map(({ slotId }) => slotId) : [],
      ),
    ).toEqual([['toner'], ['ink']]);
  });

  it('does not tell again what a newer notification that came first has told', () => {
    const ink = changedV2(HOUR, { ink: [true, 'A'], toner: [false] });
    const toner = changedV2(2 * HOUR, { ink: [true, 'A'], toner: [true, 'T'] });
    const { sent: mails, skipped } = live(
      [changedV2(0, { ink: [false], toner: [false] }), toner, ink].map((fact) => ({
        fact,
        arrivesAt: T0,
      })),
    );
    expect(mails.map(({ trigger }) => trigger.notificationId)).toEqual([toner.notificationId]);
    expect(skipped.map(({ trigger }) => trigger.notificationId)).toEqual([ink.notificationId]);
  });

  it('is not sent to who is gone, nor for a life that is over', () => {
    expect(due([nothing, chosen, deregistered(2 * HOUR)])).toContain(
      'subscription-changed:skip:device-deregistered',
    );
    expect(due([nothing, chosen, registered(2 * HOUR, BEN)])).toContain(
      'subscription-changed:skip:superseded',
    );
  });

  it('is not sent again when a late notification changes the cause', () => {
    const on = changedV2(3 * HOUR, { ink: [true, 'A'] });
    const { sent: mails, final } = live(
      [nothing, on, chosen, changedV2(2 * HOUR, { ink: [false, 'A'] })].map((fact) => ({
        fact,
        arrivesAt: T0,
      })),
    );
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ changes: [{ cause: 'product-chosen' }] });
    expect(final.slots[0]?.cause).toBe('switched-on');
  });
});

describe('the goodbye', () => {
  it('goes once, also where the deregistration is the first word or comes twice', () => {
    expect(sent(deregistered(0), deregistered(1))).toMatchObject([
      { kind: 'device-deregistered', registeredAt: null, deregisteredAt: at(0) },
    ]);
    const goodbyes = live(
      [deregistered(1), deregistered(0), registered(-HOUR)].map((fact) => ({
        fact,
        arrivesAt: T0,
      })),
    ).sent.filter(({ kind }) => kind === 'device-deregistered');
    expect(goodbyes).toHaveLength(1);
  });

  it('is not said to a customer who is back, but to a former owner', () => {
    expect(due([deregistered(0), registered(1)])).toContain('device-deregistered:skip:superseded');
    expect(
      dueOf(after(registered(0, ANN), registered(1, BEN), deregistered(2, ANN)), 0).filter(
        ({ action }) => action === 'send',
      ),
    ).toMatchObject([
      { email: { kind: 'device-welcome', customerId: BEN } },
      { email: { kind: 'device-deregistered', customerId: ANN, registeredAt: at(0) } },
    ]);
  });
});

describe('a mail on its way', () => {
  /** Why the mail that was begun after some facts must not go out after more of them. */
  function reason(kind: string, before: readonly DeviceFact[], more: readonly DeviceFact[]) {
    const now = 2 * DAY;
    const begun = dueOf(after(...before), now).find(({ email }) => email.kind === kind)?.email;
    if (begun === undefined) throw new Error(`no ${kind}`);
    const state = withEmail(after(...before, ...more), begun, 'pending');
    const view = viewDevice(state, T0 + now);
    if (view === null) throw new Error('no view');
    return reasonAgainst(begun, state, view);
  }

  it('may go on while it is true', () => {
    expect(reason('device-welcome', [registered(0)], [chosen])).toBeNull();
    expect(reason('choose-products', [registered(0)], [nothing])).toBeNull();
    expect(reason('subscription-changed', [nothing, chosen], [registered(0)])).toBeNull();
    expect(reason('device-deregistered', [deregistered(0)], [registered(1, BEN)])).toBeNull();
  });

  it('is withdrawn when it is true no longer', () => {
    expect(reason('choose-products', [registered(0)], [chosen])).toBe('superseded');
    for (const kind of ['device-welcome', 'choose-products']) {
      expect(reason(kind, [registered(0)], [deregistered(1)])).toBe('device-deregistered');
      expect(reason(kind, [registered(0)], [registered(1, BEN)])).toBe('superseded');
    }
    expect(
      reason('subscription-changed', [nothing, chosen], [changedV2(2 * HOUR, { ink: [false] })]),
    ).toBe('superseded');
    expect(reason('subscription-changed', [nothing, chosen], [deregistered(2 * HOUR)])).toBe(
      'device-deregistered',
    );
    expect(reason('device-deregistered', [deregistered(0)], [registered(1)])).toBe('superseded');
  });
});
