import { ConfigError } from '@refill/service/config';
import { createCommandLine } from './command-line';
import { simulateLoad } from './load-command';
import { simulate } from './simulate-command';
import { SimulatorError } from './simulator-error';
import { readSimulatorSettings } from './simulator-settings';
import { createTerminal } from './terminal';
import { systemClock } from './wait';

const terminal = createTerminal(process.stdout);
const stop = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}

const commandTools = () => ({
  settings: readSimulatorSettings(process.env, process.cwd()),
  clock: systemClock,
  terminal,
  signal: stop.signal,
});

function tell(asExpected: boolean): void {
  terminal.line(asExpected ? 'As expected.' : 'Not as expected.');
  process.exitCode = asExpected ? 0 : 1;
}

/** Commander's own 1 would say that an order went otherwise than expected. */
const WRONG_COMMAND_LINE = 2;

const commandLine = createCommandLine({
  terminal,
  play: async (scenario, options) => {
    tell(await simulate(scenario, options, commandTools()));
  },
  load: async (options) => {
    tell(await simulateLoad(options, commandTools()));
  },
});
for (const command of [commandLine, ...commandLine.commands]) {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_COMMAND_LINE));
}
commandLine.parseAsync().catch((error: unknown) => {
  terminal.done();
  if (stop.signal.aborted) {
    terminal.line('Stopped. What was sent stays: orders and devices go on without Amazon.');
    process.exitCode = 130;
    return;
  }
  const known = error instanceof SimulatorError || error instanceof ConfigError;
  process.stderr.write(
    `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
