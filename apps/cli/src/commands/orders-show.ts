import type { AddCommands } from '../cli-context';
import { type ConnectionOptions, readCliSettings } from '../cli-settings';
import { withOutput } from '../options';
import { orderText } from '../order-text';
import { collect, type OutputOptions, take, writeOne } from '../output';

type Options = OutputOptions & ConnectionOptions;

const MAX_EVENTS = 1_000;

/** `refill orders show` */
export const addOrdersShow: AddCommands = (orders, context) => {
  const { terminal, signal, env, cwd } = context;
  const command = orders
    .command('show')
    .description('show an order: what happened to it, and what comes next')
    .argument('<orderId>', "Amazon's instanceId");
  withOutput(command).action(async (orderId: string) => {
    const options = command.optsWithGlobals<Options>();
    const client = await context.client(options);
    const { baseUrl } = await readCliSettings(env, cwd, options);
    const order = await client.orders.get(orderId, { signal });
    const [events, emails, actions] = await Promise.all([
      collect(take(client.orders.events(orderId, { signal }), MAX_EVENTS)),
      client.orders.emails(orderId, { signal }),
      client.orders.actions(orderId, { signal }),
    ]);
    await writeOne(
      { ...order, events, emails, actions },
      () => orderText({ order, events, emails, actions, baseUrl }, terminal, context.now()),
      options,
      terminal,
    );
  });
};
