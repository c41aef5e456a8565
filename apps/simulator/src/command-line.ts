import { Command, InvalidArgumentError, Option } from 'commander';
import { PACES } from './pace';
import type { Scenario } from './scenario';
import { scenarioTable } from './scenario-table';
import { SCENARIOS } from './scenarios/all-scenarios';
import type { LoadOptions } from './load-command';
import type { SimulateOptions } from './simulate-command';
import type { Terminal } from './terminal';

const EXAMPLES = `
Examples (with the stack running: npm start)
  npm run simulate -- happy
  npm run simulate -- overdue --notifications 1.0
  npm run simulate -- happy --notifications both     1.0 and 2.0 side by side
  npm run simulate -- cancelled --times 2            two cancellations in a row for one slot
  npm run simulate -- happy --locale de              mails in German
  npm run simulate -- partial --pace instant         waits for nothing but Refill
  npm run simulate -- choose                         a device: registered, then subscribed
  npm run simulate -- remove-maker                   all devices of a customer are deregistered
  npm run simulate -- load                           a thousand orders, to look around in
  npm run simulate -- list

Exit code: 0 when every order and device went as expected, 1 when not, 2 when the command line is wrong, 130 after Ctrl-C.`;

/**
 * Builds the command line: one command per scenario, `load` and `list`.
 * @param play plays a scenario with the options given
 * @param load fills a stack with many orders
 */
export function createCommandLine(tools: {
  readonly terminal: Terminal;
  readonly play: (scenario: Scenario, options: SimulateOptions) => Promise<void>;
  readonly load: (options: LoadOptions) => Promise<void>;
}): Command {
  const program = new Command('simulate')
    .usage('<scenario> [options]')
    .description(
      'Plays Amazon against a running stack: sends DRS notifications that are really signed, as SNS would, ' +
        'and checks how the orders and devices end. Windows of hours pass in seconds: notificationTime is written back.',
    )
    .showHelpAfterError('(list tells the scenarios, --help tells more)')
    .addHelpText('after', EXAMPLES);
  program
    .command('list')
    .description('list the scenarios')
    .action(() => {
      tools.terminal.line(scenarioTable(SCENARIOS));
    });
  const load = program
    .command('load')
    .description('many orders and devices at once, with all kinds of lives, open ones too')
    .addOption(countOption('--orders <number>', 'how many orders', 1_000_000, 1_000))
    .addOption(countOption('--devices <number>', 'how many devices they are of', 100_000, 200))
    .addOption(countOption('--customers <number>', 'how many customers', 100_000, 100))
    .addOption(countOption('--concurrency <number>', 'how many lives are told at once', 256, 8))
    .addOption(
      new Option('--customer <id>', 'the beginning of the ids of customers').default(
        'amzn1.account.REFILLLOAD',
      ),
    )
    .addOption(
      new Option('--model <id>', 'the beginning of the ids of models').default('RefillLoad'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: LoadOptions) => {
      await tools.load(options);
    });
  for (const option of stackOptions()) load.addOption(option);
  for (const scenario of SCENARIOS) {
    const command = program.command(scenario.name).description(scenario.shows);
    for (const option of scenarioOptions(scenario)) command.addOption(option);
    command.addHelpText('after', EXAMPLES).action(async (options: SimulateOptions) => {
      await tools.play(scenario, options);
    });
  }
  return program;
}

function scenarioOptions({ repeats }: Scenario): readonly Option[] {
  return [
    new Option('--notifications <version>', 'version of the notifications')
      .choices(['1.0', '2.0', 'both'])
      .default('2.0'),
    new Option(
      '--pace <pace>',
      'fast: windows close in seconds; instant: all in the past; real: days',
    )
      .choices([...PACES])
      .default('fast'),
    ...(repeats
      ? [new Option('--times <number>', 'orders in a row').argParser(orderCount).default(1)]
      : []),
    ...stackOptions(),
    new Option('--order-id <id>', "Amazon's instanceId (default: a new one)"),
    new Option('--customer <id>', "Amazon's directedCustomerId").default(
      'amzn1.account.REFILLSIMULATOR',
    ),
    new Option('--email <address>', "the customer's address").default('customer@example.com'),
    new Option('--locale <tag>', 'language of the mails: en, de'),
    new Option('--model <id>', 'device model').default('RefillSimulator'),
    new Option('--serial <number>', 'serial number of the device (default: a new one)'),
    new Option('--slot <id>', 'slot of the device').default('filter'),
  ];
}

/** Which stack to send to, and how. */
function stackOptions(): readonly Option[] {
  return [
    new Option('--target <url>', 'ingestion (default: this machine, INGESTION_PORT or 8080)'),
    new Option('--history <url>', 'order history (default: this machine, HISTORY_PORT or 8081)'),
    new Option('--no-history', 'do not check how it ended, do not store a contact'),
    new Option('--topic-arn <arn>', 'topic (default: SNS_TOPIC_ARNS, or that of npm start)'),
    new Option('--signature-version <version>', '1: SHA1, 2: SHA256')
      .choices(['1', '2'])
      .default('2'),
    new Option('--force', 'send to another machine than this one'),
  ];
}

function countOption(flags: string, says: string, most: number, fallback: number): Option {
  return new Option(flags, says).default(fallback).argParser((text) => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1 || count > most) {
      throw new InvalidArgumentError(
        `Expected a number from 1 to ${most.toLocaleString('en-US')}.`,
      );
    }
    return count;
  });
}

function orderCount(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new InvalidArgumentError('Expected a number from 1 to 9.');
  return Number(text);
}
