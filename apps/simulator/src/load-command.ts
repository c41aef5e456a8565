import { randomUUID } from 'node:crypto';
import { inParallel } from './in-parallel';
import { countText } from './load-progress';
import { type CommandTools, type OpenStack, openStack, type StackOptions } from './open-stack';
import { loadCustomer, planLoad } from './plan-load';
import { runLoad } from './run-load';

/** What a person can set of a load on the command line. */
export interface LoadOptions extends StackOptions {
  readonly orders: number;
  readonly devices: number;
  readonly customers: number;
  readonly concurrency: number;
  readonly customer: string;
  readonly model: string;
}

/**
 * Fills a stack with the lives of many orders and devices, all of them in the past.
 * @returns whether every order that ends has ended as expected
 * @throws SimulatorError with what to do; the signal's reason when it is aborted
 */
export async function simulateLoad(options: LoadOptions, tools: CommandTools): Promise<boolean> {
  const { settings, clock, terminal } = tools;
  const stack = await openStack(options, tools);
  for (const line of [
    `load: ${countText(options.orders)} orders of ${countText(options.devices)} devices and ${countText(options.customers)} customers`,
    `  notifications mostly 2.0, SignatureVersion ${options.signatureVersion}, ${String(options.concurrency)} lives at once`,
    `  models        ${options.model}-…`,
    `  customers     ${options.customer}.1 …`,
    `  topic         ${stack.topicArn}`,
    `  target        ${stack.target}/sns`,
    ...(stack.ingestionToken === null
      ? ['  no INGESTION_TOKEN: no Replenish calls are reported']
      : []),
  ]) {
    terminal.line(line);
  }
  await storeContacts(options, stack);
  return runLoad(
    {
      lives: planLoad({
        ...options,
        now: clock.now(),
        windows: settings.windows,
        deviceWindows: settings.deviceWindows,
        newId: randomUUID,
        withReplenishments: stack.ingestionToken !== null,
      }),
      count: options.orders + options.devices,
      atOnce: options.concurrency,
    },
    stack,
  );
}

/** Every tenth customer has no contact, as in life; of the others every fourth reads German. */
async function storeContacts(options: LoadOptions, stack: OpenStack): Promise<void> {
  const { history, tokens, terminal, signal } = stack;
  if (history === null || tokens.historyWrite === null) {
    terminal.line('  mails         go out only to contacts that are known already');
    return;
  }
  const withContact = Array.from({ length: options.customers }, (_, index) => index).filter(
    (index) => index % 10 !== 9,
  );
  await inParallel(withContact, options.concurrency, async (index) => {
    const contact = {
      email: `customer-${String(index + 1)}@example.com`,
      name: `Simulated Customer ${String(index + 1)}`,
      locale: index % 4 === 3 ? 'de' : 'en',
    };
    await history.putContact(loadCustomer(options.customer, index), contact, signal);
  });
  terminal.line(`  mails         to ${countText(withContact.length)} of the customers`);
}
