import type { BenchOptions, BenchPart } from './bench-options';
import { BURST, WARM_AGAIN } from './measure-side';

/** To start and stop servers and services. */
const START = 12;
/** About what two cores do in a second; only estimates of the remaining time depend on it. */
export const ORDERS_PER_SECOND = 15;
const SIDES = 4;

/** About how long a part takes on two cores, in seconds. */
export function expectedSeconds(part: BenchPart, { rounds, orders, warmUp }: BenchOptions): number {
  const pairs = Math.max(7, rounds);
  switch (part) {
    case 'pure':
      return START + 2 * rounds;
    case 'counts':
      return START + 12;
    case 'accept':
      return START + orders / 10 + pairs * 3 * (orders / 55);
    case 'orders': {
      // A burst is placed, and then shipped.
      const turn = (WARM_AGAIN + orders + BURST) / ORDERS_PER_SECOND + 5;
      const later = 6 + Math.min(orders, 100) * 0.45;
      return (
        START * 3 + 210 + SIDES * (warmUp / ORDERS_PER_SECOND + rounds * turn) + rounds * later
      );
    }
    case 'latency':
      return START + (rounds + 1) * 2 * (orders / 15 + 2);
    case 'reading':
      return START + 90 + rounds * 12;
    case 'start':
      return START + rounds * 13;
  }
}
