/** What workflow bundles of Refill preload, as the SDK's bundler takes it: see `shared-workflow-modules.ts`. */
export const PRELOAD_MODULES: readonly string[] = [require.resolve('./shared-workflow-modules')];
