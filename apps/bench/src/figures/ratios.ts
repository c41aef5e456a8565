import type { Figures } from '../recorder';

/** Names of two absolute figures; the first is divided by the second. */
export type FigurePair = readonly [figure: string, ceiling: string];

type Pair = readonly [name: string, ...FigurePair];

const AS_BEFORE = [
  'orders/s',
  'p50 placed → mail, ms',
  'p99 placed → mail, ms',
  'burst p99 placed → mail, ms',
  'CPU ms per order, worker',
  'CPU ms per order, Temporal',
  'CPU ms per order, all',
];

const ACCEPTED = ['duplicates/s', 'CPU ms per fresh order, all'];

const PAIRS: readonly Pair[] = [
  ...[1, 16, 64].flatMap((lanes) =>
    sideBySide(
      `ingestion, ${String(lanes)} at once`,
      `ceiling A, ${String(lanes)} at once`,
      ACCEPTED,
    ),
  ),
  ...['Refill', 'Refill by SQS'].flatMap((side) =>
    ['ceiling B', 'naive'].flatMap((ceiling) => sideBySide(side, ceiling, AS_BEFORE)),
  ),
  ...sideBySide('Refill', 'ceiling B', ['worker memory per 1,000 open orders, MB']),
  ...['p50', 'p99'].flatMap((at): readonly Pair[] => [
    [
      `notification → 200 ÷ ceiling B's signalWithStart: ${at}`,
      `notification → 200: ${at}, ms`,
      `ceiling B, fixed arrivals: signalWithStart, ${at}, ms`,
    ],
    [
      `notification → visible ÷ ceiling B's placed → mail: ${at}`,
      `notification → visible: ${at}, ms`,
      `ceiling B, fixed arrivals: placed → mail, ${at}, ms`,
    ],
  ]),
  ...['worker', 'worker from source', 'ingestion', 'history'].map((service): Pair => [
    `${service} ÷ ceiling B's worker: start to ready`,
    `${service}: start to ready, ms`,
    "ceiling B's worker: start to ready, ms",
  ]),
];

/**
 * What was measured on two sides as ratios, round by round; those of which both were measured.
 * @param rates absolute figures, of which the same place in two lists is the same round
 */
export function ratiosOf(rates: Figures['rates']): Figures['rates'] {
  return Object.fromEntries(
    PAIRS.flatMap(([name, ...pair]): [string, readonly number[]][] => {
      const ratios = roundByRound(rates, pair);
      return ratios.length === 0 ? [] : [[name, ratios]];
    }),
  );
}

/**
 * The ratios of two figures, one for each round in which both were measured.
 * @param rates absolute figures, of which the same place in two lists is the same round
 */
export function roundByRound(
  rates: Figures['rates'],
  [figure, ceiling]: FigurePair,
): readonly number[] {
  const theirs = rates[ceiling] ?? [];
  return (rates[figure] ?? []).flatMap((value, round) => {
    const other = theirs[round];
    return other === undefined ? [] : [value / other];
  });
}

/** The same figures of two sides. */
function sideBySide(side: string, ceiling: string, figures: readonly string[]): readonly Pair[] {
  return figures.map((figure) => [
    `${side} ÷ ${ceiling}: ${figure.replace(/, ms$|, MB$/, '').replace('CPU ms', 'CPU')}`,
    `${side}: ${figure}`,
    `${ceiling}: ${figure}`,
  ]);
}
