import type { OrderEvent } from '@refill/history-client';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { withOutput } from '../options';
import { eventWords } from '../order-words';
import { type OutputOptions, writeList } from '../output';
import type { Column } from '../table';

const COLUMNS: readonly Column<OrderEvent>[] = [
  { head: '#', value: ({ seq }) => String(seq) },
  { head: 'OCCURRED', value: ({ occurredAt }) => occurredAt },
  { head: 'TYPE', value: ({ type }) => type },
  { head: 'WHAT', value: eventWords },
];

/** `refill orders events` */
export const addOrdersEvents: AddCommands = (orders, context) => {
  const { terminal, signal } = context;
  const command = orders
    .command('events')
    .description('what happened to an order, in the order of recording')
    .argument('<orderId>', "Amazon's instanceId");
  withOutput(command).action(async (orderId: string) => {
    const options = command.optsWithGlobals<OutputOptions & ConnectionOptions>();
    const client = await context.client(options);
    await writeList(client.orders.events(orderId, { signal }), COLUMNS, options, terminal);
  });
};
