import { deliverLikeSns, SNS_TIMEOUT_MS } from './deliver-like-sns';
import { adviceFor, answerText } from './delivery-advice';
import { expectationText, meets, stateText } from './expectation';
import { HistoryUnavailableError, readOrUnavailable } from './history-unavailable';
import type { HttpRequest } from './http-answer';
import { inParallel } from './in-parallel';
import { countText, loadProgress, rateText } from './load-progress';
import type { OrderHistory } from './order-history';
import type { LoadMessage, PlannedLife } from './plan-load';
import type { SimulationTools } from './run-simulation';
import type { OrderOutcome } from './scenario';
import { SimulatorError } from './simulator-error';
import { durationText } from './time-text';

/** A load to send. */
export interface Load {
  readonly lives: Iterable<PlannedLife>;
  readonly count: number;
  /** How many lives are told at once. */
  readonly atOnce: number;
}

/** How long the orders may take without one more of them ending as expected, in ms. */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 1_000;
const SHOWN_MISSES = 10;

/**
 * Sends a load as fast as the stack takes it, and waits for the orders that have an end to reach it.
 * @returns whether all of them did; `true` without a history to ask
 * @throws SimulatorError as `runSimulation` does; the signal's reason when it is aborted
 */
export async function runLoad(load: Load, tools: SimulationTools): Promise<boolean> {
  const { clock, terminal, history } = tools;
  const outcomes: OrderOutcome[] = [];
  const began = clock.now();
  let told = 0;
  let messages = 0;
  await inParallel(load.lives, load.atOnce, async (life) => {
    for (const message of life.messages) await deliver(message, tools);
    messages += life.messages.length;
    if (life.outcome !== null) outcomes.push(life.outcome);
    told += 1;
    terminal.progress('sending', loadProgress(told, load.count, clock.now() - began));
  });
  const tookMs = Math.max(1, clock.now() - began);
  terminal.progress('sending', loadProgress(told, load.count, tookMs));
  terminal.done();
  terminal.line(
    `${countText(messages)} messages taken in ${durationText(tookMs)}: ${rateText((messages / tookMs) * 1_000)}/s`,
  );
  if (history === null) {
    terminal.line('Everything was taken. Without a history nothing more can be said (--history).');
    return true;
  }
  return await checkEnds(outcomes, history, load.atOnce, tools);
}

async function deliver(
  { kind, ...action }: LoadMessage,
  { target, sign, ingestionToken, certificateFolder, clock, signal }: SimulationTools,
): Promise<void> {
  const request: HttpRequest =
    'message' in action
      ? {
          method: 'POST',
          url: `${target}/sns`,
          ...sign(action.message, new Date(clock.now())),
          timeoutMs: SNS_TIMEOUT_MS,
        }
      : {
          method: 'POST',
          url: `${target}/v1/replenishments`,
          headers: {
            authorization: `Bearer ${ingestionToken ?? ''}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify(action.replenishment),
          timeoutMs: SNS_TIMEOUT_MS,
        };
  const delivery = await deliverLikeSns(request, { clock, signal, onRetry: () => undefined });
  if (delivery.outcome === 'taken') return;
  throw new SimulatorError(
    'SIMULATOR_NOT_TAKEN',
    `a message (${kind}) ${delivery.outcome === 'refused' ? 'was refused by the stack' : 'could not be delivered within a minute'}: ${answerText(delivery.answer)}. ${adviceFor(delivery.answer, certificateFolder)}`,
  );
}

/** Looks at the orders again and again until all have ended as expected, or none has for a minute. */
async function checkEnds(
  outcomes: readonly OrderOutcome[],
  history: OrderHistory,
  atOnce: number,
  { clock, terminal, signal }: SimulationTools,
): Promise<boolean> {
  const began = clock.now();
  let left = outcomes;
  let betterAt = began;
  let ended = 0;
  const misses = new Map<string, string>();
  const tellProgress = (): void => {
    terminal.progress(
      'waiting for the orders to end',
      loadProgress(ended, outcomes.length, clock.now() - began),
    );
  };
  tellProgress();
  while (left.length > 0 && clock.now() - betterAt < PATIENCE_MS) {
    const open: OrderOutcome[] = [];
    await inParallel(left, atOnce, async (outcome) => {
      const { orderId, expected } = outcome;
      if (clock.now() - betterAt >= PATIENCE_MS) {
        open.push(outcome);
        return;
      }
      const order = await readOrUnavailable(() => history.readOrder(orderId, signal));
      if (order instanceof HistoryUnavailableError) {
        misses.set(orderId, order.message);
      } else if (meets(order, expected)) {
        misses.delete(orderId);
        ended += 1;
        betterAt = clock.now();
        tellProgress();
        return;
      } else {
        misses.set(orderId, `${stateText(order)}, not ${expectationText(expected)}`);
      }
      open.push(outcome);
    });
    left = open;
    if (left.length > 0) await clock.wait(LOOK_AGAIN_MS, signal);
  }
  terminal.done();
  terminal.line(
    `${countText(ended)} of ${countText(outcomes.length)} orders that end have ended as expected, ${durationText(clock.now() - began)} after the last message`,
  );
  for (const { orderId } of left.slice(0, SHOWN_MISSES)) {
    terminal.line(`  ${orderId}: ${misses.get(orderId) ?? 'unknown'}`);
  }
  if (left.length > SHOWN_MISSES) {
    terminal.line(`  … and ${countText(left.length - SHOWN_MISSES)} more`);
  }
  return left.length === 0;
}
