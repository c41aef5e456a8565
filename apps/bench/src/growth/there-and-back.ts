import { medianOf, type Sample } from './samples';

/** How often each size is measured. */
const PASSES = 3;

/**
 * Measures sizes up, down and up again, so that what drifts meanwhile (compilers, the machine) is not taken for growth.
 * @returns the median at each size
 */
export async function thereAndBack(
  sizes: readonly number[],
  take: (size: number, share: number) => Promise<Sample>,
): Promise<readonly (readonly [number, Sample])[]> {
  const samples = new Map<number, Sample[]>(sizes.map((size) => [size, []]));
  const steps = sizes.length * PASSES;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const way = pass % 2 === 0 ? sizes : sizes.toReversed();
    for (const [at, size] of way.entries()) {
      samples.get(size)?.push(await take(size, (pass * sizes.length + at) / steps));
    }
  }
  return [...samples].map(([size, taken]) => [size, medianOf(taken)]);
}
