import { randomUUID } from 'node:crypto';
import { checkStack } from './check-stack';
import { openOrderHistory, type OrderHistory } from './order-history';
import type { Pace } from './pace';
import { planSimulation, type VersionChoice } from './plan-simulation';
import { runSimulation } from './run-simulation';
import type { Scenario } from './scenario';
import { createMessageSigner } from './sign-message';
import { certificateFolderOf, loadSigningIdentity } from './signing-identity';
import { SimulatorError } from './simulator-error';
import type { SimulatorSettings, StackTokens } from './simulator-settings';
import { stackAddress } from './stack-address';
import { readStackTokens } from './stack-tokens';
import type { Terminal } from './terminal';
import type { Clock } from './wait';

/** What a person can set on the command line; what they leave out has a default. */
export interface SimulateOptions {
  readonly notifications: VersionChoice;
  readonly pace: Pace;
  /** Only where the scenario can be repeated; default 1. */
  readonly times?: number | undefined;
  readonly target?: string | undefined;
  /** `false`: the end is neither checked nor printed. */
  readonly history?: string | false | undefined;
  readonly topicArn?: string | undefined;
  readonly signatureVersion: '1' | '2';
  readonly orderId?: string | undefined;
  readonly customer: string;
  readonly email: string;
  readonly locale?: string | undefined;
  readonly model: string;
  readonly serial?: string | undefined;
  readonly slot: string;
  /** Whether another machine than this one is all right; default: no. */
  readonly force?: boolean | undefined;
}

/** What the command needs of its surroundings. */
export interface CommandTools {
  readonly settings: SimulatorSettings;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
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
  const { settings, clock, terminal, signal } = tools;
  const force = options.force === true;
  const target = stackAddress(options.target ?? settings.targetUrl, '--target', force);
  const historyUrl =
    options.history === false
      ? null
      : stackAddress(options.history ?? settings.historyUrl, '--history', force);
  const topicArn = options.topicArn ?? settings.topicArn;
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

  await checkStack('ingestion', target, signal);
  if (historyUrl !== null) await checkStack('the order history', historyUrl, signal);
  const tokens = await readStackTokens(settings.home, settings.tokens);
  if (scenario.needsIngestionToken && tokens.ingestion === null) {
    throw missingToken('INGESTION_TOKEN', `"${scenario.name}" reports a Replenish call`, settings);
  }
  const history = historyUrl === null ? null : openHistory(historyUrl, tokens, settings);
  const identity = await loadSigningIdentity(settings.home, clock.now());
  const sign = createMessageSigner({
    topicArn,
    signatureVersion: options.signatureVersion,
    identity,
  });

  for (const line of [
    `${scenario.name}: ${scenario.shows}`,
    `  notifications ${options.notifications}, pace ${options.pace}, SignatureVersion ${options.signatureVersion}`,
    ...(planned.outcomes.length === 0 ? [] : [`  order         ${orderId}`]),
    `  device        ${options.model}/${serialNumber}, slot ${options.slot}`,
    `  customer      ${customer}`,
    `  topic         ${topicArn}`,
    `  target        ${target}/sns`,
    `  certificate   ${certificateFolderOf(settings.home)}/${identity.certificateFileName}`,
  ]) {
    terminal.line(line);
  }
  await storeContact(history, tokens, { ...options, customer }, tools);
  terminal.line('');
  return runSimulation(simulationOf(clock.now()), {
    target,
    sign,
    ingestionToken: tokens.ingestion,
    history,
    certificateFolder: certificateFolderOf(settings.home),
    clock,
    terminal,
    signal,
  });
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

function openHistory(url: string, tokens: StackTokens, settings: SimulatorSettings): OrderHistory {
  // The write token reads too.
  const readToken = tokens.historyRead ?? tokens.historyWrite;
  if (readToken === null) {
    throw missingToken('HISTORY_READ_TOKEN', 'checking the end reads the order history', settings);
  }
  return openOrderHistory({ url, readToken, writeToken: tokens.historyWrite });
}

function missingToken(variable: string, why: string, { home }: SimulatorSettings): SimulatorError {
  const orWithout = variable === 'HISTORY_READ_TOKEN' ? ', or go without: --no-history' : '';
  return new SimulatorError(
    'SIMULATOR_TOKEN_MISSING',
    `${why}, and there is no ${variable}: neither in the environment nor in ${home}/tokens.json, ` +
      `which "npm start" writes. Set it, or the REFILL_HOME that the stack runs with${orWithout}.`,
  );
}

/** 16 hex digits. */
function shortId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}
