import { percentile } from '../figures/statistics';
import type { Curve, Series } from './curve';

/** The curve of how long pages of the list of orders take, in ms. @param pages the times at each size */
export function curveOfPages(
  pages: readonly (readonly [size: number, times: readonly number[]])[],
): Curve {
  const line = (name: string, part: number): Series => ({
    name,
    points: pages.map(([size, times]) => [size, percentile(times, part)]),
  });
  return {
    name: 'list-page',
    title: 'Pages of 50 orders against how many orders the history holds',
    grows: 'orders in the history',
    rate: {
      name: 'pages per second of one reader',
      points: pages.map(([size, times]) => [
        size,
        1_000 / (times.reduce((sum, ms) => sum + ms, 0) / times.length),
      ]),
    },
    cost: { name: 'ms per page', lines: [line('p50', 0.5), line('p99', 0.99)] },
  };
}
