import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Curve, curveSchema } from './curve';
import { drawCurve } from './draw-curve';

/** With what a curve was measured. */
const keptSchema = curveSchema.extend({ measured: z.unknown() });

/** A curve with what it was measured with. */
export type KeptCurve = Readonly<z.output<typeof keptSchema>>;

/** Draws curves into a folder, and keeps their figures beside those that are there. @param measured when, on what, with what */
export function keepCurves(folder: string, curves: readonly Curve[], measured: object): void {
  mkdirSync(folder, { recursive: true });
  for (const curve of curves) {
    writeFileSync(path.join(folder, `${curve.name}.svg`), drawCurve(curve));
  }
  const file = path.join(folder, 'curves.json');
  const before: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const merged = mergedCurves(
    z.array(keptSchema).parse(before),
    curves.map((curve) => ({ ...curve, measured })),
  );
  writeFileSync(file, `${JSON.stringify(merged, null, 2)}\n`);
}

/** Puts new curves in the place of those of the same name, or at the end. */
export function mergedCurves(
  before: readonly KeptCurve[],
  curves: readonly KeptCurve[],
): readonly KeptCurve[] {
  const byName = new Map(before.map((curve) => [curve.name, curve]));
  for (const curve of curves) byName.set(curve.name, curve);
  return [...byName.values()];
}
