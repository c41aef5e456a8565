import { cpuOfSide, cpuPerPiece } from '../figures/cpu-of-parts';
import { median } from '../figures/statistics';
import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import type { Curve } from './curve';

/** What one piece of the work costs at one size. */
export interface Sample {
  readonly perSecond: number;
  /** By part, in ms. */
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** Takes one sample. @param work does so many pieces and tells how many of them in a second */
export async function sample(
  stack: BenchStack,
  side: RunningSide,
  pieces: number,
  work: () => Promise<number>,
): Promise<Sample> {
  const before = cpuOfSide(stack, side);
  const perSecond = await work();
  return { perSecond, cpuMs: cpuPerPiece(before, cpuOfSide(stack, side), pieces) };
}

/** How many samples of one size are taken where one says too little. */
export const SAMPLES = 3;

/** Takes several samples of one size. @returns the middle of them */
export async function severalSamples(take: () => Promise<Sample>): Promise<Sample> {
  const samples: Sample[] = [];
  while (samples.length < SAMPLES) samples.push(await take());
  return medianOf(samples);
}

/** The middle of some samples of the same size, figure by figure. */
export function medianOf(samples: readonly Sample[]): Sample {
  const parts = [...new Set(samples.flatMap(({ cpuMs }) => [...cpuMs.keys()]))];
  return {
    perSecond: median(samples.map(({ perSecond }) => perSecond)),
    cpuMs: new Map(
      parts.map((part) => [part, median(samples.flatMap(({ cpuMs }) => cpuMs.get(part) ?? []))]),
    ),
  };
}

/** What a curve is called, and what it counts. */
export interface CurveText extends Pick<Curve, 'name' | 'title' | 'grows'> {
  /** `order`, `notification`. */
  readonly piece: string;
}

/** The curve of pieces per second and of CPU time per piece, by part. */
export function curveOfSamples(
  { piece, ...about }: CurveText,
  samples: readonly (readonly [size: number, Sample])[],
): Curve {
  const parts = [...new Set(samples.flatMap(([, { cpuMs }]) => [...cpuMs.keys()]))];
  return {
    ...about,
    rate: {
      name: `${piece}s per second`,
      points: samples.map(([size, { perSecond }]) => [size, perSecond]),
    },
    cost: {
      name: `CPU ms per ${piece}`,
      lines: parts.map((part) => ({
        name: part,
        points: samples.flatMap(([size, { cpuMs }]) => {
          const ms = cpuMs.get(part);
          return ms === undefined ? [] : [[size, ms]];
        }),
      })),
    },
  };
}
