import { type Bar, BARS } from './bars';
import type { BenchOptions } from './bench-options';
import { roundByRound } from './figures/ratios';
import { median } from './figures/statistics';
import type { Figures } from './recorder';

/** A bar with what was measured; `null` where nothing was. */
export interface Verdict extends Bar {
  readonly median: number | null;
  readonly least: number | null;
  readonly most: number | null;
  readonly rounds: number;
  /** The median of what the least that does such work reached in the same rounds. */
  readonly best: number | null;
  readonly verdict: 'pass' | 'FAIL' | 'not measured';
}

/** The round, or the median of the rounds, that is held against the bar. */
export function judgedOf<Value extends number | null>({
  judged,
  median,
  least,
}: Pick<Bar, 'judged'> & { readonly median: Value; readonly least: Value }): Value {
  return judged === 'least' ? least : median;
}

/** Holds each bar against its figure, also those that were not measured. */
export function verdictsOf(figures: Figures, bars: readonly Bar[] = BARS): readonly Verdict[] {
  const measured = new Map(Object.entries(figures.bars));
  return bars.map((bar) => {
    const values = measured.get(bar.figure) ?? [];
    const best = bestOf(bar, figures);
    if (values.length === 0) {
      const nothing = { median: null, least: null, most: null, rounds: 0 } as const;
      return { ...bar, ...nothing, best, verdict: 'not measured' };
    }
    const [middle, least] = [median(values), Math.min(...values)];
    const judged = judgedOf({ ...bar, median: middle, least });
    return {
      ...bar,
      median: middle,
      least,
      most: Math.max(...values),
      rounds: values.length,
      best,
      verdict: (bar.atLeast ? judged >= bar.bar : judged <= bar.bar) ? 'pass' : 'FAIL',
    };
  });
}

function bestOf({ atBest }: Bar, { rates }: Figures): number | null {
  if (atBest === undefined) return null;
  const ratios = roundByRound(rates, atBest);
  return ratios.length === 0 ? null : median(ratios);
}

/** The bars that were missed; those not measured count when their part was asked for and this server can tell. */
export function missedBars(
  verdicts: readonly Verdict[],
  { parts, temporalAddress }: Pick<BenchOptions, 'parts' | 'temporalAddress'>,
): readonly Verdict[] {
  return verdicts.filter(({ verdict, part, needsOwnServer }) => {
    if (verdict !== 'not measured') return verdict === 'FAIL';
    return parts.includes(part) && (temporalAddress === null || needsOwnServer !== true);
  });
}
