import type { GrowthCurve, GrowthOptions } from './growth-options';

/** To start servers and services, warm up, and stop. */
const START = 40;
/** About what two cores do in a second; only estimates of the remaining time depend on it. */
const ORDERS_PER_SECOND = 35;
const PLACED_PER_SECOND = 25;
const SAMPLES = 3;

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
      return START + openOrders.length * samples + (openOrders.at(-1) ?? 0) / PLACED_PER_SECOND;
  }
}
