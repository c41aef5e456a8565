import type { Order } from '@refill/history-client';
import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { openOutput } from '../atomic-output';
import { knownCount, partOf } from '../known-count';
import { orderFilterOf, type OrderFilterOptions, withOrderFilter } from '../options';
import { startProgress } from '../progress';

type Options = OrderFilterOptions &
  ConnectionOptions & { readonly format: 'ndjson' | 'csv'; readonly output?: string };

const PAGE = 200;

const CSV_COLUMNS = [
  'orderId',
  'status',
  'cancellationReason',
  'modelId',
  'serialNumber',
  'slotId',
  'customerId',
  'items',
  'requestedAt',
  'placedAt',
  'cancellableUntil',
  'cancelledAt',
  'shippedAt',
  'estimatedDelivery',
  'deviceDeregisteredAt',
  'attention',
  'test',
  'updatedAt',
] as const;

const EXAMPLES = `
Examples
  refill orders export --output orders.ndjson
  refill orders export --format csv --placed-from 2026-11-01T00:00:00Z --output november.csv
  refill orders export --status shipped | jq .orderId

The file appears under its name only once it is whole.`;

/** `refill orders export` */
export const addOrdersExport: AddCommands = (orders, context) => {
  const { terminal, signal } = context;
  const command = orders
    .command('export')
    .description('write all orders that fit to a file or stdout');
  withOrderFilter(command)
    .addOption(new Option('--format <format>').choices(['ndjson', 'csv']).default('ndjson'))
    .option('-o, --output <file>', 'file (default: stdout)')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const options = command.optsWithGlobals<Options>();
      const client = await context.client(options);
      const filter = orderFilterOf(options);
      const all = terminal.showsProgress
        ? await knownCount(client.orders.count(filter, { signal }))
        : null;
      const output = await openOutput(options.output, terminal);
      const progress = startProgress(terminal, 'orders');
      const isCsv = options.format === 'csv';
      let count = 0;
      try {
        if (isCsv) await output.write(stringify([[...CSV_COLUMNS]]));
        const listing = client.orders.list(filter, { signal, pageSize: PAGE });
        for await (const { items } of listing.pages()) {
          await output.write(isCsv ? stringify(items.map(csvRow)) : ndjson(items));
          count += items.length;
          progress.at({ count, part: partOf(count, all) });
        }
        await output.commit();
      } catch (error) {
        await output.discard();
        throw error;
      } finally {
        progress.stop();
      }
      terminal.say(`${count.toLocaleString('en-US')} orders exported`);
    });
};

function ndjson(items: readonly Order[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

function csvRow(order: Order): string[] {
  const { device, items, attention, test } = order;
  const cells: Readonly<Record<(typeof CSV_COLUMNS)[number], string | null>> = {
    ...order,
    ...device,
    items: JSON.stringify(items),
    attention: attention.join(' '),
    test: String(test),
  };
  return CSV_COLUMNS.map((column) => cells[column] ?? '');
}
