import { median } from './figures/statistics';

/** A figure that must be reached. */
export interface Bar {
  readonly figure: string;
  readonly name: string;
  /** Whether more is better. */
  readonly atLeast: boolean;
  readonly bar: number;
  readonly digits: number;
}

/** The bars, in the order in which they are reported. */
export const BARS = [
  {
    figure: 'accept1',
    name: 'ingestion accept rate ÷ ceiling A, 1 at once',
    atLeast: true,
    bar: 0.95,
    digits: 2,
  },
  { figure: 'acceptFloor1', name: ' its least round', atLeast: true, bar: 0.9, digits: 2 },
  {
    figure: 'accept16',
    name: 'ingestion accept rate ÷ ceiling A, 16 at once',
    atLeast: true,
    bar: 0.95,
    digits: 2,
  },
  { figure: 'acceptFloor16', name: ' its least round', atLeast: true, bar: 0.9, digits: 2 },
  {
    figure: 'accept64',
    name: 'ingestion accept rate ÷ ceiling A, 64 at once',
    atLeast: true,
    bar: 0.95,
    digits: 2,
  },
  { figure: 'acceptFloor64', name: ' its least round', atLeast: true, bar: 0.9, digits: 2 },
  { figure: 'ceilingB', name: 'Refill orders/s ÷ ceiling B', atLeast: true, bar: 0.9, digits: 2 },
  { figure: 'naive', name: 'Refill orders/s ÷ naive', atLeast: true, bar: 1.5, digits: 2 },
  {
    figure: 'duplicates',
    name: 'duplicates/s ÷ fresh orders/s at ingestion',
    atLeast: true,
    bar: 2,
    digits: 2,
  },
  {
    figure: 'burst',
    name: 'burst of 400: p99 placed → mail, Refill ÷ naive',
    atLeast: false,
    bar: 0.5,
    digits: 2,
  },
  { figure: 'historyEvents', name: 'history events per order', atLeast: false, bar: 18, digits: 0 },
  {
    figure: 'stateTransitions',
    name: 'state transitions per order',
    atLeast: false,
    bar: 6,
    digits: 0,
  },
  { figure: 'frontendCalls', name: 'frontend calls per order', atLeast: false, bar: 6, digits: 1 },
  {
    figure: 'pure',
    name: 'verify, parse, route: notifications/s on one core',
    atLeast: true,
    bar: 5_000,
    digits: 0,
  },
  {
    figure: 'memory',
    name: 'worker memory per 1,000 open orders, MB',
    atLeast: false,
    bar: 150,
    digits: 0,
  },
  {
    figure: 'listPage',
    name: 'order list page, p99 of 1,000,000 orders ÷ p99 of 10,000',
    atLeast: false,
    bar: 2,
    digits: 2,
  },
  {
    figure: 'reads',
    name: 'history API reads/s ÷ workflow queries/s',
    atLeast: true,
    bar: 5,
    digits: 1,
  },
  {
    figure: 'startFromBundle',
    name: 'worker ready from the prebuilt bundle ÷ from source',
    atLeast: false,
    bar: 0.4,
    digits: 2,
  },
] as const satisfies readonly Bar[];

/** The name of a figure that has a bar. */
export type BarName = (typeof BARS)[number]['figure'];

/** The rounds of each figure. */
export type Rounds = Readonly<Partial<Record<BarName, readonly number[]>>>;

/** A bar with what was measured. */
export interface Verdict extends Bar {
  readonly median: number;
  readonly least: number;
  readonly rounds: number;
  readonly reached: boolean;
}

/** Judges the median of each figure that was measured. */
export function verdictsOf(rounds: Rounds): readonly Verdict[] {
  return BARS.flatMap((bar) => {
    const values = rounds[bar.figure] ?? [];
    if (values.length === 0) return [];
    const middle = median(values);
    return [
      {
        ...bar,
        median: middle,
        least: Math.min(...values),
        rounds: values.length,
        reached: bar.atLeast ? middle >= bar.bar : middle <= bar.bar,
      },
    ];
  });
}

/** A figure's bar. */
export function barOf(figure: BarName): Bar {
  const bar = BARS.find((each) => each.figure === figure);
  if (bar === undefined) throw new Error(`no bar for ${figure}`);
  return bar;
}
