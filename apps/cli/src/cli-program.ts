import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { AddCommands, CliContext } from './cli-context';
import { addCompletion } from './commands/completion';
import { addContacts } from './commands/contacts';
import { addCustomers } from './commands/customers';
import { addDevices } from './commands/devices';
import { addDoctor } from './commands/doctor';
import { addEmails } from './commands/emails';
import { addOrders } from './commands/orders';
import { addQuarantine } from './commands/quarantine';
import { addSimulate } from './commands/simulate';
import { addStatus } from './commands/status';
import { addVersions } from './commands/versions';

const GROUPS: readonly AddCommands[] = [
  addStatus,
  addOrders,
  addDevices,
  addQuarantine,
  addContacts,
  addCustomers,
  addVersions,
  addEmails,
  addDoctor,
  addSimulate,
  addCompletion,
];

const { version: VERSION } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(__dirname, '../package.json'), 'utf8')));

const MORE = `
Where and who: --url and --token, else REFILL_URL and REFILL_TOKEN, else HISTORY_WRITE_TOKEN or HISTORY_READ_TOKEN, else
the stack that "npm start" runs here.

Exit codes: 0 done, 1 failed, 2 wrong command line, 3 not found, 4 refused (token), 5 unreachable, 6 not possible as
things stand, 130 Ctrl-C.`;

/** Builds the command line. */
export function createProgram(context: CliContext): Command {
  const program = new Command('refill')
    .description('Order history, quarantine and contacts of Refill from a terminal.')
    .version(VERSION)
    .option('--url <url>', 'address of the history service')
    .option('--token <token>', 'HISTORY_READ_TOKEN or HISTORY_WRITE_TOKEN; better by REFILL_TOKEN')
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', MORE);
  for (const add of GROUPS) add(program, context);
  return program;
}
