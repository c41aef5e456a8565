import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { WORKFLOW_BUNDLE_PATH } from './workflow-bundle';

/** Makes the workflow bundle; part of the build, never of the start. */
async function bundleWorkflows(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflows'),
  });
  await mkdir(path.dirname(WORKFLOW_BUNDLE_PATH), { recursive: true });
  // Renamed into place, so that a worker never reads half a bundle.
  const unfinished = `${WORKFLOW_BUNDLE_PATH}.${String(process.pid)}`;
  await writeFile(unfinished, code);
  await rename(unfinished, WORKFLOW_BUNDLE_PATH);
}

bundleWorkflows().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
