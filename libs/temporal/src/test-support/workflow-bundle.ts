import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';
import { PRELOAD_MODULES } from '../preload-modules';

const bundles = new Map<string, Promise<WorkflowBundle>>();

/**
 * A workflow bundled from source, once per test file.
 * @param workflowsPath the file that exports the workflow
 * @param workflowInterceptorModules the files of the interceptors that it runs with
 */
export function bundleFromSource(
  workflowsPath: string,
  workflowInterceptorModules: string[] = [],
): Promise<WorkflowBundle> {
  const key = [workflowsPath, ...workflowInterceptorModules].join('\n');
  const known = bundles.get(key);
  if (known !== undefined) return known;
  const bundle = bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules,
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
  bundles.set(key, bundle);
  return bundle;
}

/**
 * The same, of which a query keeps the thread for a second: a local activity ends meanwhile.
 * @param workflowsPath the file that exports the workflow
 */
export function bundleWithSlowQueries(workflowsPath: string): Promise<WorkflowBundle> {
  return bundleFromSource(workflowsPath, [require.resolve('./slow-query')]);
}

function noop(): void {
  // What the bundler tells is of no use in a test.
}
