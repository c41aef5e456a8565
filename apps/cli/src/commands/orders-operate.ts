import type { OperatorAction, Reconciliation } from '@refill/history-client';
import type { AddCommands } from '../cli-context';
import { CliError } from '../cli-error';
import type { ConnectionOptions } from '../cli-settings';
import { EXIT_CODES } from '../exit-codes';
import { withActor, withOutput } from '../options';
import { type OutputOptions, writeOne } from '../output';

type Options = OutputOptions & ConnectionOptions & { readonly actor?: string };
type ResendOptions = Options & {
  readonly to?: string;
  readonly reason?: string;
  readonly wait?: boolean;
};

/** `refill orders note`, `resend`, `end`, `reconcile`: what operators do, all of it kept in the order's history. */
export const addOrdersOperate: AddCommands = (orders, context) => {
  const { terminal, signal } = context;

  const note = orders
    .command('note')
    .description('add a note to an order')
    .argument('<orderId>')
    .argument('<text>', 'up to 2,000 characters on one line');
  withOutput(withActor(note)).action(async (orderId: string, text: string) => {
    const options = note.optsWithGlobals<Options>();
    const client = await context.client(options);
    const event = await client.orders.addNote(orderId, { text, actor: options.actor, signal });
    await writeOne(event, () => `Noted as event ${String(event.seq)}.\n`, options, terminal);
  });

  const resend = orders
    .command('resend')
    .description('send a mail of an order again')
    .argument('<orderId>')
    .argument('<kind>', 'order-placed, order-cancelled, item-shipped or ship-overdue')
    .option('--to <address>', "another address than the customer's")
    .option('--reason <text>', 'why, for the record')
    .option('--wait', 'wait until it is sent or has failed, however long');
  withOutput(withActor(resend)).action(async (orderId: string, kind: string) => {
    const options = resend.optsWithGlobals<ResendOptions>();
    const client = await context.client(options);
    const { to, reason, actor, wait } = options;
    const action = await client.orders.resendEmail(orderId, kind, {
      to,
      reason,
      actor,
      wait,
      signal,
    });
    await tell(action, 'The mail was sent again.', options);
  });

  const end = orders
    .command('end')
    .description('end an open order by hand: Refill stops waiting, the customer is told nothing')
    .argument('<orderId>')
    .requiredOption('--reason <text>', 'why, for the record');
  withOutput(withActor(end)).action(async (orderId: string) => {
    const options = end.optsWithGlobals<Options & { readonly reason: string }>();
    const client = await context.client(options);
    const { reason, actor } = options;
    const action = await client.orders.end(orderId, { reason, actor, signal });
    await tell(action, 'The order was ended.', options);
  });

  const reconcile = orders
    .command('reconcile')
    .description("compare an order with its workflow's history in Temporal")
    .argument('<orderId>')
    .option('--apply', 'write what differs to the history, too');
  withOutput(withActor(reconcile)).action(async (orderId: string) => {
    const options = reconcile.optsWithGlobals<Options & { readonly apply?: boolean }>();
    const client = await context.client(options);
    const { apply, actor } = options;
    const result = await client.orders.reconcile(orderId, { apply, actor, signal });
    await writeOne(result, () => reconciliationText(result), options, terminal);
  });

  async function tell(action: OperatorAction, done: string, options: OutputOptions): Promise<void> {
    const { state, outcome } = action;
    await writeOne(action, () => `${stateText(action, done)}\n`, options, terminal);
    if (state === 'failed') {
      throw new CliError('CLI_ACTION_FAILED', outcome ?? 'no reason is known', EXIT_CODES.failed);
    }
  }
};

function stateText({ state, outcome }: OperatorAction, done: string): string {
  if (state === 'done') return done;
  if (state === 'failed') return `It failed: ${outcome ?? 'no reason is known'}.`;
  return 'It was asked for, and is under way: refill orders show tells how far it is.';
}

function reconciliationText(result: Reconciliation): string {
  if (result.same) return 'The history says what Temporal says.\n';
  return [
    ...result.differences.map(
      ({ field, history, temporal }) =>
        `  ${field}: ${JSON.stringify(history)} in the history, ${JSON.stringify(temporal)} by Temporal`,
    ),
    ...result.missingEvents.map(
      ({ type, occurredAt }) => `  missing in the timeline: ${type}, ${occurredAt}`,
    ),
    result.applied ? 'The history was mended.' : 'Nothing was changed: --apply mends the history.',
    '',
  ].join('\n');
}
