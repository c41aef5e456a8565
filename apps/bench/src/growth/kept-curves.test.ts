import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Curve } from './curve';
import { keepCurves } from './kept-curves';

const curveOf = (name: string, rate: number): Curve => ({
  name,
  title: name,
  grows: 'orders',
  rate: { name: 'orders per second', points: [[1, rate]] },
  cost: { name: 'CPU ms per order', lines: [] },
});

it('replaces the curves that were measured and leaves the others', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'refill-curves-'));
  try {
    keepCurves(folder, [curveOf('a', 1), curveOf('b', 2)], { run: 1 });
    keepCurves(folder, [curveOf('b', 3), curveOf('c', 4)], { run: 2 });
    expect(readdirSync(folder)).toEqual(['a.svg', 'b.svg', 'c.svg', 'curves.json']);
    expect(JSON.parse(readFileSync(path.join(folder, 'curves.json'), 'utf8'))).toEqual([
      { ...curveOf('a', 1), measured: { run: 1 } },
      { ...curveOf('b', 3), measured: { run: 2 } },
      { ...curveOf('c', 4), measured: { run: 2 } },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
