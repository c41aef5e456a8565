import { type Command, InvalidArgumentError, Option } from 'commander';

/** Adds `--json` and `--ndjson`. */
export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--json', 'one JSON document').conflicts('ndjson'))
    .addOption(new Option('--ndjson', 'one JSON document per line'));
}

/** Adds which orders are wanted; the names are the API's. */
export function withOrderFilter(command: Command): Command {
  return command
    .option('--status <status...>', 'any of these statuses')
    .option('--attention <mark...>', 'at least one of these marks')
    .option('--customer <id>', "Amazon's directedCustomerId")
    .option('--model <id>', 'device model')
    .option('--serial <number>', 'serial number of the device')
    .option('--slot <id>', 'slot of the device')
    .option('--placed-from <time>', 'placed at this time or later (ISO 8601 with an offset)')
    .option('--placed-to <time>', 'placed before this time');
}

/** The filter options as commander gives them. */
export interface OrderFilterOptions {
  readonly status?: string[];
  readonly attention?: string[];
  readonly customer?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly slot?: string;
  readonly placedFrom?: string;
  readonly placedTo?: string;
}

/** The filter of the API for these options. */
export function orderFilterOf(options: OrderFilterOptions) {
  return {
    status: options.status,
    attention: options.attention,
    customerId: options.customer,
    modelId: options.model,
    serialNumber: options.serial,
    slotId: options.slot,
    placedFrom: options.placedFrom,
    placedTo: options.placedTo,
  };
}

/** Adds `--limit`; `--all` lifts it. */
export function withLimit(command: Command, fallback: number): Command {
  return command
    .option('--limit <number>', 'how many at most', positiveInteger, fallback)
    .option('--all', 'all of them, however many');
}

/** How many are wanted; `null`: all. */
export function limitOf(options: {
  readonly limit: number;
  readonly all?: boolean;
}): number | null {
  return options.all === true ? null : options.limit;
}

/** Adds who does something, for the record. */
export function withActor(command: Command): Command {
  return command.option('--actor <name>', 'who you are, for the record');
}

/**
 * Reads a whole number from 1 on.
 * @throws InvalidArgumentError
 */
export function positiveInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError('Expected a whole number from 1 on.');
  }
  return number;
}
