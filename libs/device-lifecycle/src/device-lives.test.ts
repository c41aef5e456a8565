import { concludeDevice } from './conclude-device';
import type { DeviceFact } from './device-fact';
import { snapshotAfter } from './test-support/arrival';
import {
  ANN,
  at,
  BEN,
  changedV2,
  deregistered,
  DEVICE,
  HOUR,
  registered,
} from './test-support/facts';

const lives = (...facts: readonly DeviceFact[]) => concludeDevice(DEVICE, facts)?.lives ?? [];

const selected = changedV2(HOUR, { ink: [true, 'A'] });

describe('the first word about a device', () => {
  it('may be any of the three', () => {
    expect(snapshotAfter(registered(0))).toEqual({
      device: DEVICE,
      customerId: ANN,
      status: 'registered',
      registeredAt: at(0),
      deregisteredAt: null,
      subscriptionChangedAt: null,
      subscriptionVersion: null,
      slots: [],
      lastNotificationAt: at(0),
    });
    expect(snapshotAfter(selected)).toMatchObject({ status: 'subscribed', registeredAt: null });
    expect(snapshotAfter(deregistered(0))).toMatchObject({
      status: 'deregistered',
      registeredAt: null,
      deregisteredAt: at(0),
    });
  });
});

describe('the end of a life', () => {
  it('keeps the slots as they were', () => {
    expect(snapshotAfter(registered(0), selected, deregistered(2 * HOUR))).toMatchObject({
      status: 'deregistered',
      registeredAt: at(0),
      deregisteredAt: at(2 * HOUR),
      slots: [{ slotId: 'ink', subscribed: true }],
    });
  });

  it('takes in what comes late for it', () => {
    const end = [registered(0), deregistered(2 * HOUR)];
    expect(snapshotAfter(...end, selected).slots).toHaveLength(1);
    expect(snapshotAfter(...end, registered(3 * HOUR), selected)).toMatchObject({
      status: 'registered',
      registeredAt: at(3 * HOUR),
      slots: [],
    });
  });

  it('shows the newest of several deregistrations, in any order', () => {
    expect(snapshotAfter(deregistered(2), deregistered(1)).deregisteredAt).toBe(at(2));
    expect(snapshotAfter(deregistered(1), deregistered(2)).deregisteredAt).toBe(at(2));
    expect(lives(deregistered(1), deregistered(2))).toHaveLength(1);
  });

  it('comes out when it arrives after the registration that follows it', () => {
    const facts = [registered(0), selected, registered(3 * HOUR)];
    expect(snapshotAfter(...facts).slots).toHaveLength(1);
    expect(snapshotAfter(...facts, deregistered(2 * HOUR))).toMatchObject({
      registeredAt: at(3 * HOUR),
      slots: [],
    });
  });
});

describe('a life after another', () => {
  const gone = [registered(0), selected, deregistered(2 * HOUR)];

  it('may begin with a subscription change', () => {
    expect(snapshotAfter(...gone, changedV2(3 * HOUR, { toner: [false] }))).toMatchObject({
      status: 'registered',
      registeredAt: null,
      deregisteredAt: null,
      slots: [{ slotId: 'toner' }],
    });
  });

  it('has the subscription change that was sent right before its registration', () => {
    const early = changedV2(3 * HOUR - 500, { ink: [false] });
    for (const facts of [
      [...gone, early, registered(3 * HOUR)],
      [registered(3 * HOUR), early, ...gone],
    ]) {
      expect(snapshotAfter(...facts)).toMatchObject({
        registeredAt: at(3 * HOUR),
        slots: [{ slotId: 'ink', subscribed: false, cause: 'new-registration' }],
      });
      expect(lives(...facts)).toHaveLength(2);
    }
  });

  it('leaves to the old one what was sent right before the deregistration', () => {
    const lastWord = changedV2(2 * HOUR - 1, { ink: [false] });
    const facts = [...gone, registered(2 * HOUR + 500), lastWord];
    expect(snapshotAfter(...facts).slots).toEqual([]);
    expect(lives(...facts)[0]?.slots).toMatchObject([{ subscribed: false }]);
  });
});

describe('a device that changes hands without a word of the deregistration', () => {
  const anns = [registered(0), selected];
  const bens = registered(2 * HOUR, BEN);

  it('begins a new life, without what the former owner had', () => {
    expect(snapshotAfter(...anns, bens)).toMatchObject({
      customerId: BEN,
      registeredAt: at(2 * HOUR),
      slots: [],
    });
    expect(snapshotAfter(...anns, changedV2(2 * HOUR, { ink: [false] }, BEN))).toMatchObject({
      customerId: BEN,
      slots: [{ subscribed: false }],
    });
  });

  it('is not ended by the deregistration of the former owner', () => {
    for (const facts of [
      [...anns, bens, deregistered(3 * HOUR, ANN)],
      [bens, deregistered(3 * HOUR, ANN)],
    ]) {
      expect(snapshotAfter(...facts)).toMatchObject({ customerId: BEN, deregisteredAt: null });
      expect(lives(...facts)[0]).toMatchObject({
        customerId: ANN,
        deregistrations: [{ occurredAt: at(3 * HOUR) }],
      });
    }
  });

  it('does not show the present owner what is said to the former one', () => {
    const facts = [...anns, bens, changedV2(2 * HOUR + 500, { ink: [false] }, ANN)];
    expect(snapshotAfter(...facts)).toMatchObject({ customerId: BEN, slots: [] });
    expect(lives(...facts)[0]?.slots).toMatchObject([{ subscribed: false }]);
  });

  it('may come back to the former owner', () => {
    const back = registered(4 * HOUR, ANN);
    const early = changedV2(4 * HOUR - 500, { ink: [false] }, ANN);
    expect(snapshotAfter(...anns, bens, back)).toMatchObject({ customerId: ANN, slots: [] });
    expect(snapshotAfter(...anns, bens, early, back)).toMatchObject({
      customerId: ANN,
      registeredAt: at(4 * HOUR),
      slots: [{ cause: 'new-registration' }],
    });
  });
});

describe('a redelivery', () => {
  it('is known by its id, and by nothing that a sample on Amazon’s page shares with others', () => {
    const sameId = { notificationId: 'amzn1.dash.notification.v1.xxxxxxxxxxxxx13' };
    expect(
      snapshotAfter(
        { ...registered(0), ...sameId },
        { ...selected, ...sameId },
        { ...registered(5), ...sameId },
      ),
    ).toMatchObject({ registeredAt: at(0), status: 'subscribed' });
  });
});
