import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { TEST_TOKENS, type TestHistory } from '@refill/history/test-history';
import { startHistoryWithRows } from '../history-client/test-support/history-with-rows';
import { describeWithSchemathesis } from './test-support/schemathesis';

/**
 * A cursor is a text that only the server makes, which no schema tells: any other is refused with 400. The same goes for
 * texts of nothing but blanks.
 */
const CONFIG = `
[generation]
deterministic = true
database = "none"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "5xx"]
`;

const RUN = 'from schemathesis.cli import schemathesis; schemathesis()';

describeWithSchemathesis('the history API by its OpenAPI document', (python) => {
  let temporal: TestWorkflowEnvironment;
  let history: TestHistory;
  let folder: string;
  beforeAll(async () => {
    temporal = await startDevServer();
    process.env['TEMPORAL_ADDRESS'] = temporal.address;
    history = await startHistoryWithRows();
    folder = await mkdtemp(path.join(tmpdir(), 'refill-e2e-schemathesis-'));
    await writeFile(path.join(folder, 'schemathesis.toml'), CONFIG);
  }, 120_000);
  afterAll(async () => {
    await history.stop();
    await temporal.teardown();
    await rm(folder, { recursive: true, force: true });
  });

  async function check(token: string, ...more: readonly string[]) {
    const args = [
      ...['-I', '-c', RUN, 'run', `${history.url}/openapi.json`],
      ...['-H', `Authorization: Bearer ${token}`, '--checks', 'all', '--seed', '1'],
      ...['--phases', 'examples,coverage,fuzzing', '--workers', '1', '--no-color'],
      ...['--request-timeout', '20', '--continue-on-failure', ...more],
    ];
    const child = spawn(python, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const status = await new Promise((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    return { status, output };
  }

  it('holds what it says with the write token', async () => {
    const { status, output } = await check(TEST_TOKENS.write, '--max-examples', '10');
    if (status !== 0) throw new Error(output);
    expect(output).toMatch(/No issues found|\d+ passed/);
  }, 300_000);

  it('holds what it says with the read token', async () => {
    const { status, output } = await check(TEST_TOKENS.read, '--max-examples', '3');
    if (status !== 0) throw new Error(output);
    expect(output).toMatch(/No issues found|\d+ passed/);
  }, 300_000);
});
