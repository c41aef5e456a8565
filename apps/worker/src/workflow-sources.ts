import type { BundleOptions } from '@temporalio/worker';
import { PRELOAD_MODULES } from '@refill/temporal/preload-modules';
import { WORKFLOW_TRACING_MODULE } from './worker-tracing';

/** What the SDK's bundler needs to know of Refill's workflows. */
export type WorkflowSources = Required<
  Pick<BundleOptions, 'workflowsPath' | 'workflowInterceptorModules' | 'preloadModules'>
>;

/**
 * What a workflow bundle of Refill is made of.
 *
 * All modules of ours are preloaded, and so evaluated once for all workflows of a worker: evaluated anew for each, as
 * the SDK does by default, they were a third of an open order's memory. Hence none of them may keep anything of a
 * workflow, which the linter sees to.
 * @param traced whether spans are made, see `TRACED_WORKFLOW_BUNDLE_PATH`. OpenTelemetry changes modules of the SDK as
 *   it is loaded, so these, and ours that import them, stay each workflow's own
 */
export function workflowSources({ traced }: { readonly traced: boolean }): WorkflowSources {
  const workflowsPath = require.resolve('./workflows');
  const logContext = require.resolve('./workflow-log-context');
  return traced
    ? {
        workflowsPath,
        workflowInterceptorModules: [WORKFLOW_TRACING_MODULE, logContext],
        preloadModules: [...PRELOAD_MODULES],
      }
    : {
        workflowsPath,
        workflowInterceptorModules: [logContext],
        preloadModules: [...PRELOAD_MODULES, workflowsPath, logContext],
      };
}
