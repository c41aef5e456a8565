import { DEVICE_STORIES, evenlySpread, type LoadStory, ORDER_STORIES, storyAt } from './load-mix';
import { planSimulation } from './plan-simulation';
import type { OrderOutcome, ScenarioContext, StepAction } from './scenario';

/** Everything that a load depends on. */
export interface LoadRequest extends Pick<ScenarioContext, 'windows' | 'deviceWindows' | 'newId'> {
  readonly orders: number;
  readonly devices: number;
  readonly customers: number;
  /** ms since the epoch. */
  readonly now: number;
  /** The beginning of every customer's id. */
  readonly customer: string;
  /** The beginning of every model's id. */
  readonly model: string;
  /** Whether stories that report a Replenish call can be told. */
  readonly withReplenishments: boolean;
}

/** A message or a Replenish call of a load. */
export type LoadMessage = Extract<StepAction, { kind: 'notify' | 'replenish' }>;

/** The life of one order or device: its messages follow one another without a pause. */
export interface PlannedLife {
  readonly messages: readonly LoadMessage[];
  /** How its order must end; `null` for one that stays open and for a device. */
  readonly outcome: OrderOutcome | null;
}

/** The models of a load, by what they reorder. */
const MODELS = ['Filter', 'Ink', 'Food', 'Soap'] as const;

/** The id of the nth customer of a load. */
export function loadCustomer(customer: string, index: number): string {
  return `${customer}.${String(index + 1)}`;
}

/** Plans the lives of a load one by one, devices first; how many there are takes no memory. */
export function* planLoad(request: LoadRequest): Generator<PlannedLife> {
  for (let index = 0; index < request.devices; index += 1) {
    yield planLife(storyAt(DEVICE_STORIES, index), index, request);
  }
  const stories = ORDER_STORIES.filter(
    ({ scenario }) => request.withReplenishments || !scenario.needsIngestionToken,
  );
  for (let index = 0; index < request.orders; index += 1) {
    yield planLife(storyAt(stories, index), index, request);
  }
}

function planLife(story: LoadStory, index: number, request: LoadRequest): PlannedLife {
  const { scenario, messages: wanted, age } = story;
  const device = index % request.devices;
  const version = scenario.versions.includes('1.0') && index % 4 === 3 ? '1.0' : '2.0';
  const simulation = planSimulation(scenario, {
    ...request,
    now: request.now - Math.round(age[0] + evenlySpread(index * 7) * (age[1] - age[0])),
    notifications: version,
    pace: 'instant',
    orderId: `amzn1.dash.v2.o.${request.newId().replaceAll('-', '').slice(-16)}`,
    subject: {
      modelId: `${request.model}-${MODELS[device % MODELS.length] ?? MODELS[0]}`,
      serialNumber: serialNumberOf(scenario.name, device, request),
      slotId: `slot${String((index % 2) + 1)}`,
      customerId: loadCustomer(request.customer, device % request.customers),
    },
    times: 1,
  });
  const all = simulation.steps
    .map(({ action }) => action)
    .filter((action) => action.kind === 'notify' || action.kind === 'replenish');
  const messages = all.slice(0, wanted);
  const isWhole = messages.length === all.length;
  return { messages, outcome: isWhole ? (simulation.outcomes[0] ?? null) : null };
}

/** A device that a story deregisters belongs to that story alone: the orders of others must not hear of it. */
function serialNumberOf(scenario: string, device: number, { newId }: LoadRequest): string {
  return scenario === 'deregistered'
    ? `SIM-${newId().slice(-8)}`
    : `SIM-${String(device + 1).padStart(6, '0')}`;
}
