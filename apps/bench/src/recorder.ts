import { barOf, type BarName } from './bars';

/** Keeps what was measured, round by round, and tells it while it comes. */
export class Recorder {
  private readonly bars = new Map<BarName, number[]>();
  private readonly rates = new Map<string, number[]>();

  /** @param say gets one line for each figure */
  constructor(readonly say: (text: string) => void) {}

  /** A figure with a bar. */
  bar(name: BarName, value: number): void {
    keep(this.bars, name, value);
    const { name: text, digits } = barOf(name);
    this.say(`  ${text.trim()}: ${value.toFixed(digits)}`);
  }

  /** An absolute figure, which only means something beside the others of the same run. */
  rate(name: string, value: number): void {
    keep(this.rates, name, value);
    this.say(`  ${name}: ${value.toFixed(value < 100 ? 1 : 0)}`);
  }

  get result(): BenchResult {
    return { bars: Object.fromEntries(this.bars), rates: Object.fromEntries(this.rates) };
  }
}

/** All that was measured, round by round. */
export interface BenchResult {
  readonly bars: Readonly<Partial<Record<BarName, readonly number[]>>>;
  readonly rates: Readonly<Record<string, readonly number[]>>;
}

function keep<Name>(figures: Map<Name, number[]>, name: Name, value: number): void {
  const values = figures.get(name) ?? [];
  values.push(value);
  figures.set(name, values);
}
