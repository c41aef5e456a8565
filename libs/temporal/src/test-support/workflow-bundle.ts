import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';
import { PRELOAD_MODULES } from '../preload-modules';

const bundles = new Map<string, Promise<WorkflowBundle>>();

/**
 * A workflow bundled from source, once per test file.
 * @param workflowsPath the file that exports the workflow
 */
export function bundleFromSource(workflowsPath: string): Promise<WorkflowBundle> {
  const known = bundles.get(workflowsPath);
  if (known !== undefined) return known;
  const bundle = bundleWorkflowCode({
    workflowsPath,
    // As in the worker's bundle.
    preloadModules: [...PRELOAD_MODULES, workflowsPath],
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
  bundles.set(workflowsPath, bundle);
  return bundle;
}

function noop(): void {
  // What the bundler tells is of no use in a test.
}
