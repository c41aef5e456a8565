import type { BenchPart } from './bench-options';
import type { FigurePair } from './figures/ratios';

/** A figure that must be reached. */
export interface Bar {
  readonly figure: string;
  readonly name: string;
  /** The part that measures it. */
  readonly part: BenchPart;
  /** Whether more is better. */
  readonly atLeast: boolean;
  readonly bar: number;
  readonly digits: number;
  /** Which of the rounds is held against the bar; the median by default. */
  readonly judged?: 'least';
  /** Two figures of the same run whose ratio is what the least that does such work reaches. */
  readonly atBest?: FigurePair;
  /** Told by the metrics of the server, which are at hand where it is the bench's own. */
  readonly needsOwnServer?: true;
}

/** What an order costs Temporal is the least of some: a slow machine may split a workflow task in two. */
const PER_ORDER = { part: 'counts', atLeast: false, judged: 'least' } as const;
const ACCEPT_RATE = { part: 'accept', atLeast: true, bar: 0.95, digits: 2 } as const;
const ACCEPT_FLOOR = { part: 'accept', atLeast: true, bar: 0.9, digits: 2 } as const;

/** HTTP, reading and the call of Temporal, and nothing else. */
function bareIngestion(lanes: number): FigurePair {
  return [
    `bare ingestion, ${lanes} at once: fresh orders/s`,
    `ceiling A, ${lanes} at once: signalWithStart/s`,
  ];
}

/** The bars, in the order in which they are reported. */
export const BARS = [
  {
    ...ACCEPT_RATE,
    figure: 'accept1',
    name: 'ingestion accept rate ÷ ceiling A, 1 at once',
    atBest: bareIngestion(1),
  },
  { ...ACCEPT_FLOOR, figure: 'acceptFloor1', name: ' its least round, 1 at once' },
  {
    ...ACCEPT_RATE,
    figure: 'accept16',
    name: 'ingestion accept rate ÷ ceiling A, 16 at once',
    atBest: bareIngestion(16),
  },
  { ...ACCEPT_FLOOR, figure: 'acceptFloor16', name: ' its least round, 16 at once' },
  {
    ...ACCEPT_RATE,
    figure: 'accept64',
    name: 'ingestion accept rate ÷ ceiling A, 64 at once',
    atBest: bareIngestion(64),
  },
  { ...ACCEPT_FLOOR, figure: 'acceptFloor64', name: ' its least round, 64 at once' },
  {
    figure: 'ceilingB',
    name: 'Refill orders/s ÷ ceiling B',
    part: 'orders',
    atLeast: true,
    bar: 0.9,
    digits: 2,
  },
  {
    figure: 'naive',
    name: 'Refill orders/s ÷ naive',
    part: 'orders',
    atLeast: true,
    bar: 1.5,
    digits: 2,
    atBest: ['ceiling B: orders/s', 'naive: orders/s'],
  },
  {
    figure: 'duplicates',
    name: 'duplicates/s ÷ fresh orders/s at ingestion',
    part: 'accept',
    atLeast: true,
    bar: 2,
    digits: 2,
  },
  {
    figure: 'burst',
    name: 'burst of 400: p99 placed → mail, Refill ÷ naive',
    part: 'orders',
    atLeast: false,
    bar: 0.5,
    digits: 2,
    atBest: ['ceiling B: burst p99 placed → mail, ms', 'naive: burst p99 placed → mail, ms'],
  },
  { ...PER_ORDER, figure: 'historyEvents', name: 'history events per order', bar: 18, digits: 0 },
  {
    ...PER_ORDER,
    figure: 'stateTransitions',
    name: 'state transitions per order',
    bar: 6,
    digits: 0,
  },
  { ...PER_ORDER, figure: 'historyBytes', name: 'history bytes per order', bar: 6_000, digits: 0 },
  {
    ...PER_ORDER,
    figure: 'frontendCalls',
    name: 'frontend calls per order',
    bar: 6,
    digits: 1,
    needsOwnServer: true,
  },
  {
    figure: 'pure',
    name: 'verify, parse, route: notifications/s on one core',
    part: 'pure',
    atLeast: true,
    bar: 5_000,
    digits: 0,
  },
  {
    figure: 'memory',
    name: 'worker memory per 1,000 open orders, MB',
    part: 'orders',
    atLeast: false,
    bar: 150,
    digits: 0,
  },
  {
    figure: 'listPage',
    name: 'order list page, p99 of 1,000,000 orders ÷ p99 of 10,000',
    part: 'reading',
    atLeast: false,
    bar: 2,
    digits: 2,
  },
  {
    figure: 'reads',
    name: 'history API reads/s ÷ workflow queries/s',
    part: 'orders',
    atLeast: true,
    bar: 5,
    digits: 1,
  },
  {
    figure: 'startFromBundle',
    name: 'worker ready from the prebuilt bundle ÷ from source',
    part: 'start',
    atLeast: false,
    bar: 0.4,
    digits: 2,
  },
] as const satisfies readonly Bar[];

/** The name of a figure that has a bar. */
export type BarName = (typeof BARS)[number]['figure'];

/** A figure's bar. */
export function barOf(figure: BarName): Bar {
  const bar = BARS.find((each) => each.figure === figure);
  if (bar === undefined) throw new Error(`no bar for ${figure}`);
  return bar;
}
