import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Takes some 0.3 s, whatever the clock of a workflow says. */
const TURNS = 200_000_000;

/** Makes a query keep the workflow busy, so that a local activity ends meanwhile. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      handleQuery: async (input, next) => {
        let sum = 0;
        for (let turn = 0; turn < TURNS; turn += 1) sum = (sum + turn) % 1_000;
        if (sum < 0) throw new Error('unreachable');
        return await next(input);
      },
    },
  ],
});
