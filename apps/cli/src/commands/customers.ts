import type { Erasure } from '@refill/history-client';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { confirm } from '../confirm';
import { factsText } from '../facts-text';
import { withActor, withOutput } from '../options';
import { type OutputOptions, writeOne } from '../output';
import type { Terminal } from '../terminal';
import { momentText } from '../time-text';

type Options = OutputOptions & ConnectionOptions & { readonly actor?: string };

/** `refill customers erase`, `refill customers erasure` */
export const addCustomers: AddCommands = (program, context) => {
  const { terminal, signal } = context;
  const customers = program.command('customers').description('customers: erase, erasure');

  const erase = customers
    .command('erase')
    .description('erase a customer: their contact, and their id everywhere')
    .argument('<customerId>')
    .option('--yes', 'do not ask');
  withOutput(withActor(erase)).action(async (customerId: string) => {
    const options = erase.optsWithGlobals<Options & { readonly yes?: boolean }>();
    const client = await context.client(options);
    await confirm('Erase this customer? It cannot be undone.', options, terminal, signal);
    const erasure = await client.customers.erase(customerId, { actor: options.actor, signal });
    await writeOne(erasure, () => erasureText(erasure, terminal), options, terminal);
  });

  const erasure = customers
    .command('erasure')
    .description('how far the erasure of a customer is')
    .argument('<customerId>');
  withOutput(erasure).action(async (customerId: string) => {
    const options = erasure.optsWithGlobals<Options>();
    const client = await context.client(options);
    const state = await client.customers.getErasure(customerId, { signal });
    await writeOne(state, () => erasureText(state, terminal), options, terminal);
  });
};

function erasureText(erasure: Erasure, terminal: Terminal): string {
  return factsText(
    [
      ['pseudonym', erasure.pseudonym],
      ['state', erasure.state],
      ['requested', momentText(erasure.requestedAt)],
      ['finished', erasure.finishedAt === null ? null : momentText(erasure.finishedAt)],
      ...Object.entries(erasure.counts).map(([what, count]) => [what, String(count)] as const),
    ],
    terminal,
  );
}
