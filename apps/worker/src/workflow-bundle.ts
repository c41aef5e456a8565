import { existsSync } from 'node:fs';
import path from 'node:path';

const DIST = path.join(__dirname, '..', 'dist');

/** Where the build puts the workflow bundle: beside the compiled worker. */
export const WORKFLOW_BUNDLE_PATH = path.join(DIST, 'workflows.bundle.js');

/** The same workflows with OpenTelemetry in them, which would cost every workflow memory and time. */
export const TRACED_WORKFLOW_BUNDLE_PATH = path.join(DIST, 'workflows-traced.bundle.js');

/** The worker was started without its workflow bundle. Code `WORKER_BUNDLE_MISSING`. */
export class WorkflowBundleMissingError extends Error {
  readonly code = 'WORKER_BUNDLE_MISSING';

  constructor(file: string) {
    super(
      `WORKER_BUNDLE_MISSING: there is no workflow bundle at ${file}; make it with "npm run build"`,
    );
    this.name = 'WorkflowBundleMissingError';
  }
}

/**
 * The prebuilt workflow bundle. Bundling at the start would be slow, and would run whatever code lies there.
 * @throws WorkflowBundleMissingError when the build did not make it
 */
export function findWorkflowBundle(file: string = WORKFLOW_BUNDLE_PATH): { codePath: string } {
  if (!existsSync(file)) throw new WorkflowBundleMissingError(file);
  return { codePath: file };
}
