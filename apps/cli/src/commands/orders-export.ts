import type { Order } from '@refill/history-client';
import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { exportListing, ndjson } from '../export-listing';
import { orderFilterOf, type OrderFilterOptions, withOrderFilter } from '../options';

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
      const isCsv = options.format === 'csv';
      await exportListing(
        {
          listing: client.orders.list(filter, { signal, pageSize: PAGE }),
          unit: 'orders',
          count: () => client.orders.count(filter, { signal }),
          output: options.output,
          head: isCsv ? stringify([[...CSV_COLUMNS]]) : '',
          text: (items) => (isCsv ? stringify(items.map(csvRow)) : ndjson(items)),
        },
        terminal,
      );
    });
};

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
