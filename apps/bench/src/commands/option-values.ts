import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ServerOptions } from '../stack/bench-temporal';
import type { Storage } from '../stack/temporal-dev-server';

/** What commander makes of the options about the server. */
export interface ServerCommandLine {
  readonly storage: Storage;
  readonly temporal?: string;
  readonly temporalBinary?: string;
}

/** Adds the options that say which Temporal server to measure on. */
export function addServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--storage <kind>', 'of the development server')
        .choices(['memory', 'file'])
        .default('memory'),
    )
    .option('--temporal-binary <file>', 'the program to start the development server with')
    .addOption(
      new Option(
        '--temporal <address>',
        'a Temporal server that runs; gets a namespace for each part, which is removed again',
      ).conflicts(['storage', 'temporalBinary']),
    );
}

/** The server that the command line asks for. */
export function serverOptions({
  storage,
  temporal,
  temporalBinary,
}: ServerCommandLine): ServerOptions {
  return {
    storage,
    temporalAddress: temporal ?? null,
    temporalBinary: temporalBinary ?? null,
  };
}

/** Reads a number, from 1 on. @throws InvalidArgumentError which commander tells */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected 1 or more');
  return value;
}

/** Reads numbers with commas between them. @returns them ascending */
export function counts(text: string): readonly number[] {
  return text
    .split(',')
    .map(count)
    .toSorted((a, b) => a - b);
}
