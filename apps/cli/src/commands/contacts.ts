import type { StoredContact } from '@refill/history-client';
import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { confirm } from '../confirm';
import { exportListing, ndjson } from '../export-listing';
import { factsText } from '../facts-text';
import { withOutput } from '../options';
import { type OutputOptions, writeOne } from '../output';
import { addContactsImport } from './contacts-import';

type Options = OutputOptions & ConnectionOptions;

const PAGE = 200;

const CSV_HEAD = [['customerId', 'email', 'name', 'locale', 'updatedAt']];

/** `refill contacts get`, `set`, `delete`, `import`, `export`; all need the write token. */
export const addContacts: AddCommands = (program, context) => {
  const { terminal, signal } = context;
  const contacts = program
    .command('contacts')
    .description('how to reach customers: get, set, delete, import, export');

  const get = contacts.command('get').description('show a contact').argument('<customerId>');
  withOutput(get).action(async (customerId: string) => {
    const options = get.optsWithGlobals<Options>();
    const client = await context.client(options);
    const contact = await client.contacts.get(customerId, { signal });
    const { email, name, locale } = contact;
    const facts = [
      ['email', email],
      ['name', name],
      ['locale', locale],
    ] as const;
    await writeOne(contact, () => factsText(facts, terminal), options, terminal);
  });

  const set = contacts
    .command('set')
    .description('store a contact in place of the one before')
    .argument('<customerId>')
    .argument('<email>')
    .option('--name <name>')
    .option('--locale <tag>', 'BCP 47, such as de-AT');
  set.action(async (customerId: string, email: string) => {
    const options = set.optsWithGlobals<Options & { name?: string; locale?: string }>();
    const client = await context.client(options);
    const { name, locale } = options;
    await client.contacts.put(
      customerId,
      {
        email,
        ...(name === undefined ? {} : { name }),
        ...(locale === undefined ? {} : { locale }),
      },
      { signal },
    );
    terminal.say('Stored.');
  });

  const remove = contacts
    .command('delete')
    .description('forget a contact; the customer gets no more mails')
    .argument('<customerId>')
    .option('--yes', 'do not ask');
  remove.action(async (customerId: string) => {
    const options = remove.optsWithGlobals<Options & { readonly yes?: boolean }>();
    const client = await context.client(options);
    await confirm('Forget this contact?', options, terminal, signal);
    await client.contacts.delete(customerId, { signal });
    terminal.say('Deleted.');
  });

  addContactsImport(contacts, context);

  const save = contacts
    .command('export')
    .description('write all contacts to a file or stdout')
    .addOption(new Option('--format <format>').choices(['csv', 'ndjson']).default('ndjson'))
    .option('-o, --output <file>', 'file (default: stdout)');
  save.action(async () => {
    const options = save.optsWithGlobals<Options & { format: 'csv' | 'ndjson'; output?: string }>();
    const client = await context.client(options);
    const isCsv = options.format === 'csv';
    await exportListing(
      {
        listing: client.contacts.list({ signal, pageSize: PAGE }),
        unit: 'contacts',
        count: () => client.contacts.count({ signal }),
        output: options.output,
        head: isCsv ? stringify(CSV_HEAD) : '',
        text: (items) => (isCsv ? stringify(items.map(csvRow)) : ndjson(items)),
      },
      terminal,
    );
  });
};

function csvRow({ customerId, email, name, locale, updatedAt }: StoredContact): string[] {
  return [customerId, email, name ?? '', locale ?? '', updatedAt];
}
