import { type BarName, barOf } from './bars';
import type { Progress } from './progress/progress';

/** Keeps what was measured, round by round, and tells it while it comes. */
export class Recorder {
  private readonly bars = new Map<BarName, number[]>();
  private readonly rates = new Map<string, number[]>();

  constructor(private readonly progress: Progress) {}

  /** Something is being done. @param share how much of the part is done, from 0 to 1 */
  step(text: string, share?: number): void {
    this.progress.step(text, share);
  }

  /** A figure with a bar. */
  bar(name: BarName, value: number): void {
    keep(this.bars, name, value);
    const { name: text, digits } = barOf(name);
    this.progress.figure(`${text.trim()}: ${value.toFixed(digits)}`);
  }

  /** An absolute figure, which only means something beside the others of the same run. */
  rate(name: string, value: number): void {
    keep(this.rates, name, value);
    this.progress.figure(`${name}: ${value.toFixed(value < 100 ? 1 : 0)}`);
  }

  get figures(): Figures {
    return { bars: Object.fromEntries(this.bars), rates: Object.fromEntries(this.rates) };
  }
}

/** All figures, round by round. */
export interface Figures {
  readonly bars: Readonly<Partial<Record<BarName, readonly number[]>>>;
  readonly rates: Readonly<Record<string, readonly number[]>>;
}

function keep<Name>(figures: Map<Name, number[]>, name: Name, value: number): void {
  const values = figures.get(name) ?? [];
  values.push(value);
  figures.set(name, values);
}
