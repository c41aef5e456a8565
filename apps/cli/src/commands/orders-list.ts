import type { Order } from '@refill/history-client';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import {
  limitOf,
  orderFilterOf,
  type OrderFilterOptions,
  withLimit,
  withOrderFilter,
  withOutput,
} from '../options';
import { nextWords, statusStyle } from '../order-words';
import { type OutputOptions, take, writeList } from '../output';
import type { Column } from '../table';
import { momentText } from '../time-text';

type Options = OrderFilterOptions &
  OutputOptions &
  ConnectionOptions & { readonly limit: number; readonly all?: boolean };

const EXAMPLES = `
Examples
  refill orders list --attention ship-overdue
  refill orders list --status placed awaiting-shipment --model AquaPure-3
  refill orders list --customer amzn1.account.… --all --ndjson`;

/** `refill orders list` */
export const addOrdersList: AddCommands = (orders, context) => {
  const { terminal, signal } = context;
  const { colours } = terminal;
  const columns: readonly Column<Order>[] = [
    { head: 'ORDER', value: ({ orderId }) => orderId },
    { head: 'STATUS', value: ({ status }) => status, style: statusStyle(colours) },
    {
      head: 'ATTENTION',
      value: ({ attention }) => attention.join(' ') || '–',
      style: (text) => (text === '–' ? text : colours.yellow(text)),
    },
    { head: 'PLACED', value: ({ placedAt }) => momentText(placedAt) },
    {
      head: 'NEXT',
      value: ({ next }) => (next === null ? '–' : `${nextWords(next)} ${momentText(next.at)}`),
      optional: true,
    },
    {
      head: 'DEVICE',
      value: ({ device }) => `${device.modelId}/${device.serialNumber}`,
      optional: true,
    },
  ];
  const command = orders.command('list').description('list orders, newest first');
  withOutput(withLimit(withOrderFilter(command), 50))
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const options = command.optsWithGlobals<Options>();
      const client = await context.client(options);
      const listing = client.orders.list(orderFilterOf(options), { signal });
      const count = await writeList(take(listing, limitOf(options)), columns, options, terminal);
      if (terminal.isScreen && count === 0) terminal.say('No order fits.');
      if (count === options.limit && options.all !== true) {
        terminal.say(`The first ${String(count)}; there may be more: --limit or --all.`);
      }
    });
};
