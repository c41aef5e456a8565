import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Option } from 'commander';
import { type Output, openOutput } from '../atomic-output';
import type { AddCommands } from '../cli-context';
import { CliError } from '../cli-error';
import type { ConnectionOptions } from '../cli-settings';
import { type ContactFormat, formatOf, readContactRows } from '../contact-rows';
import { EXIT_CODES } from '../exit-codes';
import { importContacts } from '../import-contacts';
import { positiveInteger } from '../options';
import { startProgress } from '../progress';

interface Options extends ConnectionOptions {
  readonly format?: ContactFormat;
  readonly concurrency: number;
  readonly fromLine: number;
  readonly rejects?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples
  refill contacts import customers.csv --dry-run
  refill contacts import customers.csv
  refill contacts import customers.ndjson --from-line 40210

A contact that is there already is replaced, so a file may be imported again. Lines that are wrong are left out and
listed by their number in a file beside it; the exit code is 1 then.`;

/** `refill contacts import` */
export const addContactsImport: AddCommands = (contacts, context) => {
  const { terminal, signal, cwd } = context;
  const command = contacts
    .command('import')
    .description('store contacts from CSV (customerId,email,name,locale) or NDJSON')
    .argument('<file>')
    .addOption(new Option('--format <format>', 'default: by the name').choices(['csv', 'ndjson']))
    .option('--concurrency <number>', 'how many at once', positiveInteger, 8)
    .option('--from-line <number>', 'go on from this line', positiveInteger, 1)
    .option('--rejects <file>', 'where to list lines that were not stored (<file>.rejects)')
    .option('--dry-run', 'only check the file')
    .addHelpText('after', EXAMPLES);
  command.action(async (name: string) => {
    const options = command.optsWithGlobals<Options>();
    const { dryRun = false, concurrency, fromLine } = options;
    const file = path.resolve(cwd, name);
    const size = await sizeOf(file);
    const client = await context.client(options);
    const rejectsFile = path.resolve(cwd, options.rejects ?? `${file}.rejects`);
    let rejects: Output | null = null;
    let read = 0;
    const rows = readContactRows(file, options.format ?? formatOf(file), (bytes) => {
      read = bytes;
    });
    const progress = startProgress(terminal, 'contacts');
    const { stored, rejected, broken } = await importContacts(client, rows, {
      atOnce: concurrency,
      fromLine,
      dryRun,
      signal,
      reject: async (row) => {
        rejects ??= await openOutput(rejectsFile, terminal);
        await rejects.write(`${JSON.stringify(row)}\n`);
      },
      onProgress: (count) => {
        progress.at({ count, part: size === 0 ? 1 : read / size });
      },
    }).finally(progress.stop);
    await commit(rejects);
    const [good, bad] = [stored.toLocaleString('en-US'), rejected.toLocaleString('en-US')];
    terminal.say(
      dryRun
        ? `${good} rows can be read, ${bad} can't; what is in them is checked when they are stored`
        : `${good} contacts stored, ${bad} rejected`,
    );
    if (rejected > 0) terminal.say(`The lines that were not stored, and why: ${rejectsFile}`);
    if (broken !== null) {
      terminal.say(`It did not get to the end. Go on with: --from-line ${String(broken.line)}`);
      throw broken.error;
    }
    if (rejected > 0) {
      throw new CliError(
        'CLI_ROWS_REJECTED',
        `${String(rejected)} lines were not stored`,
        EXIT_CODES.failed,
      );
    }
  });
};

async function commit(output: Output | null): Promise<void> {
  await output?.commit();
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch {
    // Told below.
  }
  throw new CliError('CLI_FILE_UNREADABLE', `${file} can't be read`, EXIT_CODES.usage);
}
