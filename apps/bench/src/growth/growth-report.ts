import Table from 'cli-table3';
import type { Curve, Series } from './curve';

const PLAIN = { head: [], border: [] };

/** A curve as a table: a row for each size, and how far each line is from flat. */
export function curveText({ title, grows, rate, cost }: Curve): string {
  const lines = [rate, ...cost.lines];
  const names = [rate.name, ...cost.lines.map(({ name }) => `${name}, ${cost.name}`)];
  const table = new Table({ head: [grows, ...names], style: PLAIN });
  for (const [size] of rate.points) {
    table.push([size.toLocaleString('en-US'), ...lines.map((line) => at(line, size))]);
  }
  table.push(['most ÷ least', ...lines.map((line) => spreadOf(line).toFixed(2))]);
  return `${title}\n${table.toString()}\n`;
}

/** How far the highest point of a line is above the lowest; 1 for a line that is flat. */
export function spreadOf({ points }: Series): number {
  const values = points.map(([, value]) => value);
  return Math.max(...values) / Math.min(...values);
}

function at({ points }: Series, size: number): string {
  return points.find(([each]) => each === size)?.[1].toFixed(1) ?? '–';
}
