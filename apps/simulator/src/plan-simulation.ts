import type {
  NotificationVersion,
  Scenario,
  ScenarioContext,
  ScenarioPlan,
  ScenarioStep,
} from './scenario';
import { SimulatorError } from './simulator-error';

/** Which versions of notifications a simulation sends. */
export type VersionChoice = NotificationVersion | 'both';

/** Everything that a simulation depends on but the version and the start. */
export interface SimulationRequest extends Omit<ScenarioContext, 'version' | 'start'> {
  readonly notifications: VersionChoice;
  /** ms since the epoch. */
  readonly now: number;
}

/** A scenario with its times fixed. */
export interface Simulation extends ScenarioPlan {
  /** When the first step is due: ms since the epoch; in the past at pace `instant`. */
  readonly start: number;
}

/**
 * Fixes the times of a scenario; with `both` its 1.0 and 2.0 runs go side by side.
 *
 * The 1.0 run of `both` has its own order ids, device and slot, so that neither counts for the other.
 * @throws SimulatorError `SIMULATOR_VERSION_UNSUPPORTED` when the scenario does not exist in a version
 */
export function planSimulation(scenario: Scenario, request: SimulationRequest): Simulation {
  const versions: readonly NotificationVersion[] =
    request.notifications === 'both' ? ['1.0', '2.0'] : [request.notifications];
  const missing = versions.find((version) => !scenario.versions.includes(version));
  if (missing !== undefined) {
    throw new SimulatorError(
      'SIMULATOR_VERSION_UNSUPPORTED',
      `"${scenario.name}" does not exist in ${missing} notifications: ${scenario.shows}. Use --notifications ${scenario.versions.join(' or ')}.`,
    );
  }
  const planFrom = (start: number): Simulation => ({
    start,
    ...merge(
      versions.map((version) =>
        scenario.plan({
          ...request,
          version,
          start,
          ...(request.notifications === 'both' && version === '1.0' ? besides(request) : {}),
        }),
      ),
    ),
  });
  const simulation = planFrom(request.now);
  if (request.pace !== 'instant') return simulation;
  // The last step is due now, and so all others are overdue: nothing is waited for.
  return planFrom(request.now - (simulation.steps.at(-1)?.at ?? 0));
}

function besides({ orderId, subject }: SimulationRequest): Partial<ScenarioContext> {
  return {
    orderId: `${orderId}-1.0`,
    subject: {
      ...subject,
      serialNumber: `${subject.serialNumber}-1.0`,
      slotId: `${subject.slotId}-1.0`,
    },
  };
}

function merge(plans: readonly ScenarioPlan[]): ScenarioPlan {
  return {
    // The sort is stable: steps of one plan that are due together keep their order.
    steps: withoutRepeatedNotes(plans.flatMap((plan) => plan.steps)).sort((a, b) => a.at - b.at),
    outcomes: plans.flatMap((plan) => plan.outcomes),
    devices: plans.flatMap((plan) => plan.devices ?? []),
  };
}

/** What is told once of both runs needs no telling twice. */
function withoutRepeatedNotes(steps: readonly ScenarioStep[]): ScenarioStep[] {
  const told = new Set<string>();
  return steps.filter(({ action }) => {
    if (action.kind !== 'note') return true;
    const isNew = !told.has(action.text);
    told.add(action.text);
    return isNew;
  });
}
