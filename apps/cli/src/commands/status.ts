import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { countOpenOrders } from '../open-orders';
import { factsText } from '../facts-text';
import { withOutput } from '../options';
import { type OutputOptions, writeOne } from '../output';
import { momentText } from '../time-text';

/** `refill status` */
export const addStatus: AddCommands = (program, context) => {
  const { terminal, signal } = context;
  const command = program
    .command('status')
    .description(
      'open orders, and what waits for Temporal, for somebody to look at it, to be erased',
    );
  withOutput(command).action(async () => {
    const options = command.optsWithGlobals<OutputOptions & ConnectionOptions>();
    const client = await context.client(options);
    const [status, orders] = await Promise.all([
      client.status({ signal }),
      countOpenOrders(client, signal),
    ]);
    const since = (count: number, at: string | null): string =>
      `${String(count)}${count === 0 ? '' : `, the oldest since ${momentText(at)}`}`;
    const { deferred, quarantine, erasures } = status;
    await writeOne(
      { ...status, orders },
      () =>
        factsText(
          [
            ['open orders', orders === null ? null : orders.open.toLocaleString('en-US')],
            ...Object.entries(orders?.attention ?? {}).map(
              ([mark, count]) => [`  ${mark}`, count.toLocaleString('en-US')] as const,
            ),
            ['waiting for Temporal', since(deferred.count, deferred.oldestReceivedAt)],
            ['in quarantine', since(quarantine.open, quarantine.oldestReceivedAt)],
            ...quarantine.byReason.map(
              ({ reasonCode, count }) => [`  ${reasonCode}`, String(count)] as const,
            ),
            [
              'being erased',
              erasures === null ? null : since(erasures.unfinished, erasures.oldestRequestedAt),
            ],
          ],
          terminal,
        ),
      options,
      terminal,
    );
  });
};
