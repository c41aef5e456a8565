import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BundleOptions, bundleWorkflowCode } from '@temporalio/worker';
import { PRELOAD_MODULES } from '@refill/temporal/preload-modules';
import { WORKFLOW_TRACING_MODULE } from './worker-tracing';
import { TRACED_WORKFLOW_BUNDLE_PATH, WORKFLOW_BUNDLE_PATH } from './workflow-bundle';

/** Makes the workflow bundles; part of the build, never of the start. */
async function bundleWorkflows(): Promise<void> {
  const workflowsPath = require.resolve('./workflows');
  const logContext = require.resolve('./workflow-log-context');
  await bundle(WORKFLOW_BUNDLE_PATH, { workflowsPath, workflowInterceptorModules: [logContext] });
  await bundle(TRACED_WORKFLOW_BUNDLE_PATH, {
    workflowsPath,
    workflowInterceptorModules: [WORKFLOW_TRACING_MODULE, logContext],
  });
}

async function bundle(file: string, options: BundleOptions): Promise<void> {
  const { code } = await bundleWorkflowCode({
    ...options,
    preloadModules: [...PRELOAD_MODULES],
  });
  await mkdir(path.dirname(file), { recursive: true });
  // Renamed into place, so that a worker never reads half a bundle.
  const unfinished = `${file}.${String(process.pid)}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
}

bundleWorkflows().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
