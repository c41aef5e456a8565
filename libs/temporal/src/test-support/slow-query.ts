import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Longer than a local activity of a test takes. */
const SLOW_MS = 1_000;

/** Makes a query keep the workflow's thread, so that a local activity ends meanwhile. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      handleQuery: async (input, next) => {
        // By the clock on the wall: that of a workflow stands still.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW_MS);
        return await next(input);
      },
    },
  ],
});
