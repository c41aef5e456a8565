import path from 'node:path';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';

let bundle: Promise<WorkflowBundle> | undefined;

/** The workflow bundled from source, once per test file. */
export function workflowBundle(): Promise<WorkflowBundle> {
  bundle ??= bundleWorkflowCode({
    workflowsPath: path.join(__dirname, '..', 'order-lifecycle.ts'),
    logger: { log: noop, trace: noop, debug: noop, info: noop, warn: noop, error: noop },
    // The bundler does not read tsconfig: without builds, workspace packages are found by their source.
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        conditionNames: ['@refill/source', 'require', 'node', 'default'],
      },
    }),
  });
  return bundle;
}

function noop(): void {
  // What the bundler tells is of no use in a test.
}
