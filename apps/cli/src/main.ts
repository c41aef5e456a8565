#!/usr/bin/env node
import { createHistoryClient } from '@refill/history-client';
import { CommanderError, type Command } from 'commander';
import { createProgram } from './cli-program';
import { readCliSettings } from './cli-settings';
import { errorText } from './error-text';
import { EXIT_CODES, exitCodeOf } from './exit-codes';
import { createTerminal } from './terminal';

const terminal = createTerminal(process.stdout, process.stderr, process.env);
const stop = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(EXIT_CODES.interrupted);
    stop.abort();
  });
}
// A reader that has seen enough, such as head: nobody wants to hear of that.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT_CODES.ok : EXIT_CODES.failed);
});

const program = createProgram({
  terminal,
  env: process.env,
  cwd: process.cwd(),
  now: () => Date.now(),
  signal: stop.signal,
  client: async (options) =>
    createHistoryClient(await readCliSettings(process.env, process.cwd(), options)),
});
throwInsteadOfExit(program);

program.parseAsync().catch((error: unknown) => {
  if (stop.signal.aborted) {
    terminal.say('Stopped.');
    process.exitCode = EXIT_CODES.interrupted;
    return;
  }
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    return;
  }
  terminal.say(errorText(error));
  process.exitCode = exitCodeOf(error);
});

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}
