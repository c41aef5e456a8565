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
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number, 1 or more.');
  }
  return Number(text);
}

/** Reads numbers with commas between them. @returns them ascending, each once */
export function counts(text: string): readonly number[] {
  return [...new Set(text.split(',').map(count))].toSorted((a, b) => a - b);
}
