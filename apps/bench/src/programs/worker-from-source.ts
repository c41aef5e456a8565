import { bundleWorkflowCode } from '@temporalio/worker';
import { PRELOAD_MODULES } from '@refill/temporal/preload-modules';

/** The worker as it would start without a prebuilt bundle: it bundles its workflows first. */
async function main(): Promise<void> {
  await bundleWorkflowCode({
    workflowsPath: require.resolve('@refill/worker/workflows'),
    preloadModules: [...PRELOAD_MODULES],
  });
  await import('@refill/worker/main');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
