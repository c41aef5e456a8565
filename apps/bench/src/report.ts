import Table from 'cli-table3';
import { verdictsOf } from './bars';
import { median } from './figures/statistics';
import type { BenchResult } from './recorder';

/** The result as two tables: the bars, and the absolute figures behind them. */
export function reportText({ bars, rates }: BenchResult): string {
  const judged = new Table({
    head: ['figure', 'bar', 'median', 'least', 'rounds', ''],
    style: PLAIN,
  });
  for (const one of verdictsOf(bars)) {
    const text = (value: number): string => value.toFixed(one.digits);
    judged.push([
      one.name,
      `${one.atLeast ? '≥' : '≤'} ${one.bar.toLocaleString('en-US')}`,
      text(one.median),
      text(one.least),
      String(one.rounds),
      one.reached ? 'pass' : 'FAIL',
    ]);
  }
  const absolute = new Table({ head: ['absolute', 'median', 'least', 'most'], style: PLAIN });
  for (const [name, values] of Object.entries(rates)) {
    const figures = [median(values), Math.min(...values), Math.max(...values)];
    absolute.push([name, ...figures.map((value) => value.toFixed(value < 100 ? 1 : 0))]);
  }
  return `${judged.toString()}\n${absolute.toString()}\n`;
}

const PLAIN = { head: [], border: [] };
