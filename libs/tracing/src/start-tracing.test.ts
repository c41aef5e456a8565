import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { startTracing } from './start-tracing';

it('does nothing while it is off', async () => {
  expect(await startTracing('ingestion', () => undefined, {})).toBeNull();
});

it('loads nothing of OpenTelemetry’s SDK while it is off, and all of it when it is on', () => {
  expect(loaded({})).toEqual([]);
  expect(loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).toEqual(
    expect.arrayContaining(['sdk-trace-node', 'exporter-trace-otlp-proto']),
  );
}, 30_000);

/** The packages of OpenTelemetry, but for its interface, that a process has loaded when it has begun to trace. */
function loaded(env: Readonly<Record<string, string>>): unknown {
  const main = path.join(__dirname, '../dist/start-tracing.js');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '-e',
      `require(${JSON.stringify(main)}).startTracing('test', () => undefined).then(() => {
        const names = Object.keys(require.cache).map((file) => /@opentelemetry.([\\w-]+)/.exec(file)?.[1]);
        const sdk = [...new Set(names)].filter((name) => name !== undefined && name !== 'api');
        process.stdout.write(JSON.stringify(sdk), () => process.exit(0));
      });`,
    ],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}
