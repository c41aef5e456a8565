/** What workflow bundles of Refill preload, as the SDK's bundler takes it: see `shared-workflow-modules.ts`. */
export const PRELOAD_MODULES: readonly string[] = [require.resolve('./shared-workflow-modules')];

/** The one of them that keeps stack traces of workflows short, for workers that share nothing else. */
export const STACK_TRACE_DEPTH_MODULE: string = require.resolve('./stack-trace-depth');
