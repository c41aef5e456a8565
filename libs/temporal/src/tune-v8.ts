import { setFlagsFromString } from 'node:v8';

/** How much V8's heaps may grow beyond what was live at the last full collection before the next one, in per cent. */
const HEAP_GROWTH_PERCENT = 50;

/**
 * Sets V8 up for a worker; to be called before anything grows, and for the threads of workflows too.
 *
 * - Garbage is bounded. Whatever waits for a mail or for PostgreSQL in a burst outlives V8's young generation, and V8 lets its old
 *   one grow up to fourfold before it looks for garbage there: a worker with the same open orders took 139 to 226 MB for each
 *   1,000 of them, of which 90 were live. No maximum of the heap, so that `WORKER_MAX_CACHED_WORKFLOWS` may be as large as it likes.
 * - Compiled code is kept. V8 drops that of functions which have not run for a while, and orders come when they come: the first 200
 *   after two idle minutes cost the worker 55 to 57 ms each, the next 200 46 to 49; 50 and 51 when it is kept.
 */
export function tuneV8(): void {
  setFlagsFromString(`--heap-growing-percent=${String(HEAP_GROWTH_PERCENT)}`);
  setFlagsFromString('--no-flush-bytecode');
}
