import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Longer than the SDK lets one step of a workflow take, and shorter than Temporal waits for an answer. */
const LONG_MS = 6_500;

/** Makes a query take as long as it would in a process that is frozen meanwhile. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      handleQuery: async (input, next) => {
        // By the clock on the wall: that of a workflow stands still.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LONG_MS);
        return await next(input);
      },
    },
  ],
});
