import { ORDERS_PER_SECOND } from '../expected-seconds';
import type { GrowthCurve, GrowthOptions } from './growth-options';
import { SAMPLES } from './samples';

/** To start servers and services, warm up, and stop. */
const START = 40;
const PLACED_PER_SECOND = 20;

/** About how long a curve takes on two cores, in seconds. */
export function expectedGrowthSeconds(
  curve: GrowthCurve,
  { orders, openOrders, historyRows }: GrowthOptions,
): number {
  const samples = (SAMPLES * orders) / ORDERS_PER_SECOND;
  switch (curve) {
    case 'concurrency':
      return START + 12 * samples;
    case 'notifications':
      return START + 8 * samples;
    case 'history-size':
      return START + historyRows.length * (samples + 10) + (historyRows.at(-1) ?? 0) / 15_000;
    case 'open-orders':
      return START + openOrders.length * 2 * samples + (openOrders.at(-1) ?? 0) / PLACED_PER_SECOND;
  }
}
