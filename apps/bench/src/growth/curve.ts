/** How figures change while one thing grows. */
export interface Curve {
  /** Names its file: lower case, with hyphens. */
  readonly name: string;
  readonly title: string;
  /** What grows. */
  readonly grows: string;
  /** Orders, or whatever is done, in a second. */
  readonly rate: Series;
  /** What one of them costs, or how long it takes. */
  readonly cost: readonly Series[];
}

/** One line of a curve. */
export interface Series {
  readonly name: string;
  /** What grows, and the figure at that size; ascending. */
  readonly points: readonly (readonly [number, number])[];
}

/**
 * How far the dearest point of a line is above the cheapest.
 * @returns 1 for a line that is flat
 */
export function spreadOf({ points }: Series): number {
  const values = points.map(([, value]) => value);
  return Math.max(...values) / Math.min(...values);
}
