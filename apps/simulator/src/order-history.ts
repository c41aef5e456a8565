import { DEVICE_STATUSES } from '@refill/device-lifecycle/device-status';
import { SUBSCRIPTION_CAUSES } from '@refill/device-lifecycle/subscription-cause';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import { z } from 'zod';
import { requestHttp, type HttpAnswer, type HttpRequest } from './http-answer';
import { answerText } from './delivery-advice';
import { HistoryUnavailableError, isUnavailable } from './history-unavailable';
import type { SimulatedDevice } from './scenario';
import { SimulatorError } from './simulator-error';

const orderSchema = z.object({
  orderId: z.string(),
  status: z.enum(ORDER_STATUSES),
  cancellationReason: z.enum(['customer', 'unresolved']).nullable(),
  items: z.array(
    z.object({
      asin: z.string().nullable(),
      quantity: z.number().nullable(),
      unit: z.string().nullable(),
      shipped: z.boolean(),
    }),
  ),
  placedAt: z.string().nullable(),
  cancelledAt: z.string().nullable(),
  shippedAt: z.string().nullable(),
  estimatedDelivery: z.string().nullable(),
  deviceDeregisteredAt: z.string().nullable(),
  attention: z.array(z.enum(ORDER_ATTENTIONS)),
  workflow: z.object({ url: z.string().nullable() }).nullable(),
});

/** An order as the history shows it; only what the simulator prints or checks. */
export type HistoryOrder = z.output<typeof orderSchema>;

const deviceSchema = z.object({
  device: z.object({ modelId: z.string(), serialNumber: z.string() }),
  status: z.enum(DEVICE_STATUSES),
  registeredAt: z.string().nullable(),
  deregisteredAt: z.string().nullable(),
  slots: z.array(
    z.object({
      slotId: z.string(),
      subscribed: z.boolean().nullable(),
      products: z.array(z.object({ asin: z.string().nullable() })).nullable(),
      cause: z.enum(SUBSCRIPTION_CAUSES).nullable(),
    }),
  ),
  workflow: z.object({ url: z.string().nullable() }),
});

/** A device as the history shows it; only what the simulator prints or checks. */
export type HistoryDevice = z.output<typeof deviceSchema>;

const eventSchema = z.object({
  seq: z.number(),
  type: z.string(),
  occurredAt: z.string(),
  data: z.unknown(),
});

/** An event of the timeline of an order or a device. */
export type HistoryEvent = z.output<typeof eventSchema>;

const eventsSchema = z.object({ items: z.array(eventSchema) });

/** How to reach a customer. */
export interface Contact {
  readonly email: string;
  readonly locale: string | null;
  readonly name: string | null;
}

/** The history's HTTP API. */
export interface OrderHistory {
  /** `null` when it does not know the order (yet). */
  readOrder(orderId: string, signal: AbortSignal): Promise<HistoryOrder | null>;
  readEvents(orderId: string, signal: AbortSignal): Promise<readonly HistoryEvent[]>;
  /** `null` when it does not know the device (yet). */
  readDevice(device: SimulatedDevice, signal: AbortSignal): Promise<HistoryDevice | null>;
  readDeviceEvents(device: SimulatedDevice, signal: AbortSignal): Promise<readonly HistoryEvent[]>;
  putContact(customerId: string, contact: Contact, signal: AbortSignal): Promise<void>;
}

/** The most events that a page of the history holds; no simulated order or device has more. */
const EVENTS_LIMIT = 100;
const TIMEOUT_MS = 10_000;

/**
 * Opens the history's API.
 * Its methods throw SimulatorError `SIMULATOR_HISTORY_FAILED` when the answer is of no use, as HistoryUnavailableError
 * where there may be another later.
 */
export function openOrderHistory(options: {
  readonly url: string;
  readonly readToken: string;
  readonly writeToken: string | null;
}): OrderHistory {
  const { url, readToken, writeToken } = options;
  const request = async (
    method: HttpRequest['method'],
    path: string,
    signal: AbortSignal,
    body?: unknown,
  ): Promise<HttpAnswer> => {
    const token = method === 'GET' ? readToken : (writeToken ?? '');
    return requestHttp(
      {
        method,
        url: `${url}${path}`,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        timeoutMs: TIMEOUT_MS,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      signal,
    );
  };
  const devicePath = ({ modelId, serialNumber }: SimulatedDevice): string =>
    `/v1/devices/${encodeURIComponent(modelId)}/${encodeURIComponent(serialNumber)}`;
  const orderPath = (orderId: string): string => `/v1/orders/${encodeURIComponent(orderId)}`;
  return {
    readOrder: async (orderId, signal) => {
      const answer = await request('GET', orderPath(orderId), signal);
      if (answer.kind === 'answered' && answer.status === 404) return null;
      return readAnswer(orderSchema, answer, 'the order');
    },
    readEvents: async (orderId, signal) => {
      const path = `${orderPath(orderId)}/events?limit=${String(EVENTS_LIMIT)}`;
      return readAnswer(eventsSchema, await request('GET', path, signal), 'the timeline').items;
    },
    readDevice: async (device, signal) => {
      const answer = await request('GET', devicePath(device), signal);
      if (answer.kind === 'answered' && answer.status === 404) return null;
      return readAnswer(deviceSchema, answer, 'the device');
    },
    readDeviceEvents: async (device, signal) => {
      const path = `${devicePath(device)}/events?limit=${String(EVENTS_LIMIT)}`;
      return readAnswer(eventsSchema, await request('GET', path, signal), 'the timeline').items;
    },
    putContact: async (customerId, { email, name, locale }, signal) => {
      const path = `/v1/customers/${encodeURIComponent(customerId)}/contact`;
      const answer = await request('PUT', path, signal, {
        email,
        ...(name === null ? {} : { name }),
        ...(locale === null ? {} : { locale }),
      });
      if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) return;
      throw failed('the contact could not be stored', answer);
    },
  };
}

function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: HttpAnswer,
  what: string,
): z.output<Schema> {
  if (answer.kind !== 'answered' || answer.status !== 200) {
    throw failed(`${what} could not be read`, answer);
  }
  const result = schema.safeParse(parseJson(answer.body));
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new SimulatorError(
    'SIMULATOR_HISTORY_FAILED',
    `${what} is not as the history's API describes it (${fields || 'no JSON'})`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(what: string, answer: HttpAnswer): SimulatorError {
  const advice =
    answer.kind === 'answered' && (answer.status === 401 || answer.status === 403)
      ? '. The token is wrong: set HISTORY_READ_TOKEN and HISTORY_WRITE_TOKEN, or the REFILL_HOME that the stack runs with'
      : '';
  const message = `${what}: ${answerText(answer)}${advice}`;
  return isUnavailable(answer)
    ? new HistoryUnavailableError(message)
    : new SimulatorError('SIMULATOR_HISTORY_FAILED', message);
}
