import { awaitDevice } from './await-device';
import { awaitOrder } from './await-order';
import { deliverLikeSns, SNS_TIMEOUT_MS, type Delivery } from './deliver-like-sns';
import { adviceFor, answerText } from './delivery-advice';
import type { PublishedMessage } from './drs-message';
import type { HttpRequest } from './http-answer';
import type { OrderHistory } from './order-history';
import type { Simulation } from './plan-simulation';
import { reportDevice } from './report-device';
import { reportOrder } from './report-order';
import type { ReportedReplenishment, ScenarioStep, SimulatedDevice } from './scenario';
import type { MessageSigner, SnsRequest } from './sign-message';
import { SimulatorError } from './simulator-error';
import type { Terminal } from './terminal';
import { clockText, durationText } from './time-text';
import { waitUntil, type Clock } from './wait';

/** What a simulation is played with. */
export interface SimulationTools {
  /** Ingestion's address, without a slash at the end. */
  readonly target: string;
  readonly sign: MessageSigner;
  /** `null` where no scenario step needs it. */
  readonly ingestionToken: string | null;
  /** `null`: nothing is checked at the end. */
  readonly history: OrderHistory | null;
  /** Where the simulator keeps its certificate; for advice. */
  readonly certificateFolder: string;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** Ends the simulation: everything that waits rejects with its reason. */
  readonly signal: AbortSignal;
}

/** How long an intermediate state may take, in ms. */
const AWAIT_WITHIN_MS = 30_000;

/**
 * Plays a simulation against a running stack and reports how its orders and devices ended.
 * @returns whether all of them went as expected; `true` without a history to ask
 * @throws SimulatorError `SIMULATOR_NOT_TAKEN` when a message is refused or cannot be delivered,
 *   `SIMULATOR_HISTORY_FAILED` when the history cannot be read; the signal's reason when it is aborted
 */
export async function runSimulation(
  simulation: Simulation,
  tools: SimulationTools,
): Promise<boolean> {
  const { terminal, clock, signal, history } = tools;
  const tagOf = createTags(simulation);
  const deliver = createDeliverer(tools, tagOf);
  if (simulation.outcomes.length > 1) {
    for (const { orderId } of simulation.outcomes) terminal.line(`${tagOf(orderId)} ${orderId}`);
  }
  const deviceTag = createDeviceTags(simulation);
  let asExpected = true;
  for (const step of simulation.steps) {
    await waitFor(step, simulation.start, tools);
    const { action } = step;
    switch (action.kind) {
      case 'notify':
        await deliver.notification(action.message);
        break;
      case 'replenish':
        await deliver.replenishment(action.replenishment);
        break;
      case 'note':
        terminal.line(`${clockText(clock.now())}    ${action.text}`);
        break;
      case 'await':
        if (history !== null) {
          const awaited = await awaitOrder(
            { ...action, withinMs: AWAIT_WITHIN_MS, waitingFor: null, tag: tagOf(action.orderId) },
            { history, clock, terminal, signal },
          );
          asExpected = asExpected && awaited.asExpected;
        }
        break;
      case 'await-device':
        if (history !== null) {
          const tag = deviceTag(action.device);
          const awaited = await awaitDevice(
            { ...action, withinMs: AWAIT_WITHIN_MS, waitingFor: null, tag },
            { history, clock, terminal, signal },
          );
          asExpected = asExpected && awaited.asExpected;
        }
        break;
    }
  }
  if (history === null) {
    terminal.line('Everything was taken. Without a history nothing more can be said (--history).');
    return true;
  }
  for (const outcome of simulation.outcomes) {
    const awaited = await awaitOrder(
      { ...outcome, tag: tagOf(outcome.orderId) },
      { history, clock, terminal, signal },
    );
    await reportOrder(awaited.state, { history, clock, terminal, signal });
    asExpected = asExpected && awaited.asExpected;
  }
  for (const outcome of simulation.devices ?? []) {
    const awaited = await awaitDevice(
      { ...outcome, tag: deviceTag(outcome.device) },
      { history, clock, terminal, signal },
    );
    reportDevice(awaited.state, terminal);
    asExpected = asExpected && awaited.asExpected;
  }
  return asExpected;
}

async function waitFor(step: ScenarioStep, start: number, tools: SimulationTools): Promise<void> {
  const { clock, signal, terminal } = tools;
  const due = start + step.at;
  const wait = due - clock.now();
  if (wait <= 0) return;
  const text = `${clockText(clock.now())}    … ${durationText(wait)}${step.waitingFor === null ? '' : `: waiting for ${step.waitingFor}`}`;
  await waitUntil(due, {
    clock,
    signal,
    onTick: (left) => {
      terminal.progress(text, `(${durationText(Math.ceil(left / 1_000) * 1_000)} left)`);
    },
  });
  terminal.done();
}

type Tags = (orderId: string | null) => string;

/** `#1 `, `#2 `: which order a line is about, where there are several. */
function createTags({ outcomes }: Simulation): Tags {
  return (orderId) => {
    const index = outcomes.findIndex((outcome) => outcome.orderId === orderId);
    return outcomes.length > 1 && index >= 0 ? `#${String(index + 1)} ` : '';
  };
}

/** The serial number, where a line may be about one of several devices or about an order. */
function createDeviceTags({ devices = [], outcomes }: Simulation) {
  return ({ serialNumber }: SimulatedDevice): string =>
    devices.length + outcomes.length > 1 ? `${serialNumber} ` : '';
}

function createDeliverer(tools: SimulationTools, tagOf: Tags) {
  const { target, sign, ingestionToken, certificateFolder, clock, terminal, signal } = tools;
  const sent = new Map<string, SnsRequest>();

  const deliver = async (says: string, request: HttpRequest): Promise<void> => {
    const delivery = await deliverLikeSns(request, {
      clock,
      signal,
      onRetry: (answer, pauseMs) => {
        terminal.line(
          `${clockText(clock.now())}  ! ${answerText(answer)}: again in ${durationText(pauseMs)}, as SNS would`,
        );
      },
    });
    terminal.line(`${clockText(clock.now())}  > ${says}  [${deliveryText(delivery)}]`);
    if (delivery.outcome !== 'taken') {
      throw new SimulatorError(
        'SIMULATOR_NOT_TAKEN',
        `${delivery.outcome === 'refused' ? 'the stack refused it' : 'it could not be delivered within a minute'}: ${answerText(delivery.answer)}. ${adviceFor(delivery.answer, certificateFolder)}`,
      );
    }
  };

  return {
    notification: async (message: PublishedMessage): Promise<void> => {
      const before = sent.get(message.messageId);
      // A redelivery is the very same request, down to its timestamp and signature.
      const request = before ?? sign(message, new Date(clock.now()));
      sent.set(message.messageId, request);
      const again = before === undefined ? '' : 'the same again: ';
      await deliver(`${tagOf(message.orderId)}${again}${message.says}`, {
        method: 'POST',
        url: `${target}/sns`,
        ...request,
        timeoutMs: SNS_TIMEOUT_MS,
      });
    },
    replenishment: async (replenishment: ReportedReplenishment): Promise<void> => {
      if (ingestionToken === null) {
        throw new SimulatorError(
          'SIMULATOR_TOKEN_MISSING',
          'reporting a Replenish call needs INGESTION_TOKEN',
        );
      }
      await deliver(
        `${tagOf(replenishment.eventInstanceId)}the maker reports its Replenish call: ${replenishment.detailCode}, requested ${replenishment.requestedAt}`,
        {
          method: 'POST',
          url: `${target}/v1/replenishments`,
          headers: {
            authorization: `Bearer ${ingestionToken}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify(replenishment),
          timeoutMs: SNS_TIMEOUT_MS,
        },
      );
    },
  };
}

function deliveryText({ answer, attempts }: Delivery): string {
  const tries = attempts === 1 ? '' : `, attempt ${String(attempts)}`;
  return `${answerText(answer)}, ${durationText(answer.durationMs)}${tries}`;
}
