import * as fc from 'fast-check';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { evenlySpread, ORDER_STORIES, storyAt } from './load-mix';
import { type LoadRequest, planLoad } from './plan-load';
import { NOW, simulationRequest } from './test-support/requests';

function request(changes: Partial<LoadRequest> = {}): LoadRequest {
  return {
    orders: 100,
    devices: 20,
    customers: 5,
    now: NOW,
    customer: 'customer',
    model: 'model',
    windows: DEFAULT_ORDER_WINDOWS,
    deviceWindows: DEFAULT_DEVICE_WINDOWS,
    newId: simulationRequest().newId,
    withReplenishments: true,
    ...changes,
  };
}

describe('planLoad', () => {
  it('plans as many lives as were asked for, none of them in the future', () => {
    const lives = [...planLoad(request())];
    expect(lives).toHaveLength(120);
    for (const { messages } of lives) {
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) {
        const time =
          message.kind === 'notify'
            ? message.message.body.notificationInfo.notificationTime
            : message.replenishment.requestedAt;
        expect(Date.parse(time)).toBeLessThanOrEqual(NOW);
      }
    }
  });

  it('plans each order under an id of its own, and expects an end only of whole stories', () => {
    const orders = [...planLoad(request({ devices: 1 }))].slice(1);
    const ids = orders.map(({ messages }) =>
      messages[0]?.kind === 'notify' ? messages[0].message.orderId : null,
    );
    expect(new Set(ids.filter((id) => id !== null)).size).toBe(ids.filter(Boolean).length);
    const ending = orders.filter(({ outcome }) => outcome !== null).length;
    expect(ending).toBeGreaterThan(50);
    expect(ending).toBeLessThan(80);
  });

  it('reports no Replenish call without a token for it', () => {
    const kinds = (withReplenishments: boolean): readonly string[] =>
      [...planLoad(request({ withReplenishments }))].flatMap(({ messages }) =>
        messages.map(({ kind }) => kind),
      );
    expect(kinds(true)).toContain('replenish');
    expect(kinds(false)).not.toContain('replenish');
  });
});

describe('storyAt', () => {
  it('tells each story as often as its share', () => {
    const told = Array.from({ length: 1_000 }, (_, index) => storyAt(ORDER_STORIES, index));
    for (const story of ORDER_STORIES) {
      const count = told.filter((one) => one === story).length;
      expect(Math.abs(count - story.share * 10)).toBeLessThanOrEqual(5);
    }
  });
});

describe('evenlySpread', () => {
  it('leaves no stretch of a row out', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (from) => {
        const tenths = new Set(
          Array.from({ length: 25 }, (_, index) => Math.floor(evenlySpread(from + index) * 10)),
        );
        expect([...tenths].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }),
    );
  });
});
