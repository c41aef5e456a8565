import type { BenchOptions } from './bench-options';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';
import { benchProgram } from './stack/built-program';
import type { ServiceName } from './stack/refill-services';

const FROM_SOURCE = benchProgram('worker-from-source');
const OTHERS: readonly ServiceName[] = ['ingestion', 'history'];

/** How long each service takes until it is ready, and the worker if it had to bundle its workflows first. */
export async function measureStart(
  stack: BenchStack,
  { rounds }: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const readyMs = async (name: ServiceName, program?: string): Promise<number> => {
    const service = await stack.service(name, program === undefined ? {} : { program });
    await service.program.stop();
    return service.readyMs;
  };
  // The first starts read everything from the disk.
  await readyMs('worker');
  await readyMs('worker', FROM_SOURCE);
  for (let round = 1; round <= rounds; round += 1) {
    recorder.step(`starts, round ${round} of ${rounds}`, (round - 1) / rounds);
    const sourceFirst = round % 2 === 0 ? await readyMs('worker', FROM_SOURCE) : null;
    const fromBundle = await readyMs('worker');
    const fromSource = sourceFirst ?? (await readyMs('worker', FROM_SOURCE));
    recorder.bar('startFromBundle', fromBundle / fromSource);
    recorder.rate('worker: start to ready, ms', fromBundle);
    recorder.rate('worker from source: start to ready, ms', fromSource);
    recorder.rate("ceiling B's worker: start to ready, ms", await ceilingReadyMs(stack));
    for (const name of OTHERS) recorder.rate(`${name}: start to ready, ms`, await readyMs(name));
  }
}

/** It bundles its workflow when it starts, as most do. */
async function ceilingReadyMs(stack: BenchStack): Promise<number> {
  const startedAt = performance.now();
  const worker = await stack.minimal('tuned');
  const readyMs = performance.now() - startedAt;
  await worker.stop();
  return readyMs;
}
