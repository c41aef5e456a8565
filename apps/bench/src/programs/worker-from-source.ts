import { bundleWorkflowCode } from '@temporalio/worker';

/** The worker as it would start without a prebuilt bundle: it bundles its workflows first. */
async function main(): Promise<void> {
  const { workflowSources } = await import('@refill/worker/workflow-sources');
  await bundleWorkflowCode(workflowSources({ traced: false }));
  await import('@refill/worker/main');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
