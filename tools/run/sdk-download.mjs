// Lets Temporal's SDK download one of its servers: node sdk-download.mjs dev-server|time-skipping <version> <folder>
// It starts the server once, as the SDK has no way to download without starting.
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';

const [kind, version, downloadDir] = process.argv.slice(2);
Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });

try {
  const server = { executable: { type: 'cached-download', version, downloadDir, ttl: '10 years' } };
  const environment =
    kind === 'dev-server'
      ? await TestWorkflowEnvironment.createLocal({ server })
      : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await environment.teardown();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${String(error?.message ?? error).split('\n')[0]}\n`);
  process.exit(1);
}
