import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { TRACED_WORKFLOW_BUNDLE_PATH, WORKFLOW_BUNDLE_PATH } from './workflow-bundle';
import { type WorkflowSources, workflowSources } from './workflow-sources';

/** Makes the workflow bundles; part of the build, never of the start. */
async function bundleWorkflows(): Promise<void> {
  await bundle(WORKFLOW_BUNDLE_PATH, workflowSources({ traced: false }));
  await bundle(TRACED_WORKFLOW_BUNDLE_PATH, workflowSources({ traced: true }));
}

async function bundle(file: string, sources: WorkflowSources): Promise<void> {
  const { code } = await bundleWorkflowCode(sources);
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
