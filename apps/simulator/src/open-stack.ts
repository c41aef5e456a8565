import { checkStack } from './check-stack';
import { openOrderHistory, type OrderHistory } from './order-history';
import type { SimulationTools } from './run-simulation';
import { createMessageSigner } from './sign-message';
import { certificateFolderOf, loadSigningIdentity } from './signing-identity';
import { SimulatorError } from './simulator-error';
import type { SimulatorSettings, StackTokens } from './simulator-settings';
import { stackAddress } from './stack-address';
import { readStackTokens } from './stack-tokens';
import type { Terminal } from './terminal';
import type { Clock } from './wait';

/** Which stack, as a person says it on the command line; what they leave out has a default. */
export interface StackOptions {
  readonly target?: string | undefined;
  /** `false`: the end is neither checked nor printed. */
  readonly history?: string | false | undefined;
  readonly topicArn?: string | undefined;
  readonly signatureVersion: '1' | '2';
  /** Whether another machine than this one is all right; default: no. */
  readonly force?: boolean | undefined;
}

/** What a command needs of its surroundings. */
export interface CommandTools {
  readonly settings: SimulatorSettings;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** A running stack, and all it takes to send to it as Amazon would. */
export interface OpenStack extends SimulationTools {
  readonly topicArn: string;
  readonly tokens: StackTokens;
  /** Path of the certificate that ingestion has to trust. */
  readonly certificate: string;
}

/**
 * Makes sure that the stack runs, and makes ready to sign for it.
 * @throws SimulatorError with what to do; the signal's reason when it is aborted
 */
export async function openStack(options: StackOptions, tools: CommandTools): Promise<OpenStack> {
  const { settings, clock, signal } = tools;
  const force = options.force === true;
  const target = stackAddress(options.target ?? settings.targetUrl, '--target', force);
  const historyUrl =
    options.history === false
      ? null
      : stackAddress(options.history ?? settings.historyUrl, '--history', force);
  const topicArn = options.topicArn ?? settings.topicArn;
  await checkStack('ingestion', target, signal);
  if (historyUrl !== null) await checkStack('the order history', historyUrl, signal);
  const tokens = await readStackTokens(settings.home, settings.tokens);
  const history = historyUrl === null ? null : openHistory(historyUrl, tokens, settings);
  const identity = await loadSigningIdentity(settings.home, clock.now());
  const certificateFolder = certificateFolderOf(settings.home);
  return {
    ...tools,
    target,
    topicArn,
    tokens,
    history,
    sign: createMessageSigner({
      topicArn,
      signatureVersion: options.signatureVersion,
      identity,
    }),
    ingestionToken: tokens.ingestion,
    certificateFolder,
    certificate: `${certificateFolder}/${identity.certificateFileName}`,
  };
}

function openHistory(url: string, tokens: StackTokens, settings: SimulatorSettings): OrderHistory {
  // The write token reads too.
  const readToken = tokens.historyRead ?? tokens.historyWrite;
  if (readToken === null) {
    throw missingToken('HISTORY_READ_TOKEN', 'checking the end reads the order history', settings);
  }
  return openOrderHistory({ url, readToken, writeToken: tokens.historyWrite });
}

/** The error for a token that is needed and nowhere to be found. */
export function missingToken(
  variable: string,
  why: string,
  { home }: SimulatorSettings,
): SimulatorError {
  const orWithout = variable === 'HISTORY_READ_TOKEN' ? ', or go without: --no-history' : '';
  return new SimulatorError(
    'SIMULATOR_TOKEN_MISSING',
    `${why}, and there is no ${variable}: neither in the environment nor in ${home}/tokens.json, ` +
      `which "npm start" writes. Set it, or the REFILL_HOME that the stack runs with${orWithout}.`,
  );
}
