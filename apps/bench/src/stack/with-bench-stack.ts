import type { Progress } from '../progress/progress';
import { type BenchStack, startBenchStack } from './bench-stack';
import type { ServerOptions } from './bench-temporal';
import type { AtEnd } from './ending';

/** Starts a stack, works with it and stops it; also when the work fails or a signal ends the bench. */
export async function withBenchStack<Result>(
  options: ServerOptions,
  progress: Progress,
  atEnd: AtEnd,
  work: (stack: BenchStack) => Promise<Result>,
): Promise<Result> {
  progress.step('starting what is needed');
  const stack = await startBenchStack(options, { say: progress.step, atEnd });
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}
