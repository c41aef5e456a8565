import { randomUUID } from 'node:crypto';
import { type CommandTools, missingToken, openStack, type StackOptions } from './open-stack';
import type { OrderHistory } from './order-history';
import type { Pace } from './pace';
import { planSimulation, type VersionChoice } from './plan-simulation';
import { runSimulation } from './run-simulation';
import type { Scenario } from './scenario';
import type { StackTokens } from './simulator-settings';

/** What a person can set on the command line; what they leave out has a default. */
export interface SimulateOptions extends StackOptions {
  readonly notifications: VersionChoice;
  readonly pace: Pace;
  /** Only where the scenario can be repeated; default 1. */
  readonly times?: number | undefined;
  readonly orderId?: string | undefined;
  readonly customer: string;
  readonly email: string;
  readonly locale?: string | undefined;
  readonly model: string;
  readonly serial?: string | undefined;
  readonly slot: string;
}

/**
 * Plays one scenario from the command line.
 * @returns whether every order and device went as expected
 * @throws SimulatorError with what to do; the signal's reason when it is aborted
 */
export async function simulate(
  scenario: Scenario,
  options: SimulateOptions,
  tools: CommandTools,
): Promise<boolean> {
  const { settings, clock, terminal } = tools;
  const orderId = options.orderId ?? `amzn1.dash.v2.o.${shortId()}`;
  const serialNumber = options.serial ?? `SIM-${shortId()}`;
  const customer =
    scenario.ownCustomer === true ? `${options.customer}.${shortId()}` : options.customer;
  const simulationOf = (now: number) =>
    planSimulation(scenario, {
      now,
      notifications: options.notifications,
      pace: options.pace,
      windows: settings.windows,
      deviceWindows: settings.deviceWindows,
      orderId,
      subject: {
        modelId: options.model,
        serialNumber,
        slotId: options.slot,
        customerId: customer,
      },
      times: options.times ?? 1,
      newId: randomUUID,
    });
  // Planned once before anything is asked or made, so that a wrong choice is told at once.
  const planned = simulationOf(clock.now());

  const stack = await openStack(options, tools);
  if (scenario.needsIngestionToken && stack.ingestionToken === null) {
    throw missingToken('INGESTION_TOKEN', `"${scenario.name}" reports a Replenish call`, settings);
  }
  for (const line of [
    `${scenario.name}: ${scenario.shows}`,
    `  notifications ${options.notifications}, pace ${options.pace}, SignatureVersion ${options.signatureVersion}`,
    ...(planned.outcomes.length === 0 ? [] : [`  order         ${orderId}`]),
    `  device        ${options.model}/${serialNumber}, slot ${options.slot}`,
    `  customer      ${customer}`,
    `  topic         ${stack.topicArn}`,
    `  target        ${stack.target}/sns`,
    `  certificate   ${stack.certificate}`,
  ]) {
    terminal.line(line);
  }
  await storeContact(stack.history, stack.tokens, { ...options, customer }, tools);
  terminal.line('');
  return runSimulation(simulationOf(clock.now()), stack);
}

/** Mails go out only to customers whose contact is known. */
async function storeContact(
  history: OrderHistory | null,
  tokens: StackTokens,
  { customer, email, locale }: SimulateOptions,
  { terminal, signal }: CommandTools,
): Promise<void> {
  if (history === null || tokens.historyWrite === null) {
    const why = history === null ? '--no-history' : 'no HISTORY_WRITE_TOKEN';
    terminal.line(`  mails         go out only if the contact is known already (${why})`);
    return;
  }
  await history.putContact(
    customer,
    { email, locale: locale ?? null, name: 'Simulated Customer' },
    signal,
  );
  terminal.line(`  mails         to ${email}${locale === undefined ? '' : ` in ${locale}`}`);
}

/** 16 hex digits. */
function shortId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}
