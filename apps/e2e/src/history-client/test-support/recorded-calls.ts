import type { Shape } from '@refill/history-client/answer-reader';
import { createContactCalls, createCustomerCalls } from '@refill/history-client/customer-calls';
import type { DeviceFilter } from '@refill/history-client/device-calls';
import { createDeviceCalls } from '@refill/history-client/device-calls';
import type { HistoryConnection, HistoryRequest } from '@refill/history-client/history-connection';
import { historyStatusReader } from '@refill/history-client/history-status';
import {
  createOrderCalls,
  type DeviceOrderFilter,
  type OrderFilter,
} from '@refill/history-client/order-calls';
import {
  createQuarantineCalls,
  type QuarantineFilter,
} from '@refill/history-client/quarantine-calls';
import { createVersionCalls, type DeviceOn1Filter } from '@refill/history-client/version-calls';

/** What the client sends to one route with every option set, and what it expects back. */
export interface RecordedCall {
  readonly query: readonly string[];
  readonly body: readonly string[];
  readonly answer: Shape | null;
}

// `Required`: the compiler wants a filter that is new in the client to be listed here.
const ofDevice: Required<DeviceOrderFilter> = {
  customerId: 'c',
  slotId: 's',
  status: 'placed',
  attention: 'unresolved',
  placedFrom: 't',
  placedTo: 't',
};
const orders: Required<OrderFilter> = { ...ofDevice, modelId: 'm', serialNumber: 's' };
const devices: Required<DeviceFilter> = {
  customerId: 'c',
  modelId: 'm',
  serialNumber: 's',
  status: 'registered',
  version: '2.0',
};
const messages: Required<QuarantineFilter> = {
  state: 'open',
  reasonCode: 'X',
  transport: 'sqs',
  receivedFrom: 't',
  receivedTo: 't',
};
const devicesOn1: Required<DeviceOn1Filter> = { modelId: 'm' };

const resend = { to: 'a@b.example', reason: 'r', actor: 'a' };
const end = { reason: 'r', actor: 'a' };

/** Makes every call of the client with every option on a connection that sends nothing; by `GET /v1/…`. */
export function recordCalls(): Readonly<Record<string, RecordedCall>> {
  const calls = new Map<string, RecordedCall>();
  const keep = ({ method, route, query = {}, body = {} }: HistoryRequest, answer: Shape | null) => {
    const name = `${method} ${route}`;
    const before = calls.get(name);
    calls.set(name, {
      query: union(before?.query, Object.keys(query)),
      body: union(before?.body, Object.keys(body)),
      answer,
    });
    return new Promise<never>(() => undefined);
  };
  const connection: HistoryConnection = {
    send: (request, { shape }) => keep(request, shape),
    sendOnly: (request) => keep(request, null),
  };
  const device = { modelId: 'm', serialNumber: 's' };
  const page = { limit: 1, cursor: 'c' };
  const order = createOrderCalls(connection);
  const ofDevices = createDeviceCalls(connection);
  const contacts = createContactCalls(connection);
  const customers = createCustomerCalls(connection);
  const quarantine = createQuarantineCalls(connection);
  const versions = createVersionCalls(connection);
  const begun = [
    order.listPage(orders, page),
    order.count(orders),
    order.get('o'),
    order.eventsPage('o', page),
    order.addNote('o', { text: 't', actor: 'a' }),
    order.emails('o'),
    order.resendEmail('o', 'item-shipped', resend),
    order.end('o', end),
    order.reconcile('o', { apply: true, actor: 'a' }),
    order.actions('o'),
    order.getAction('a'),
    ofDevices.listPage(devices, page),
    ofDevices.get(device),
    ofDevices.eventsPage(device, page),
    ofDevices.ordersPage(device, ofDevice, page),
    contacts.listPage(page),
    contacts.count(),
    contacts.get('c'),
    contacts.put('c', { email: 'a@b.example', name: 'n', locale: 'de' }),
    contacts.delete('c'),
    customers.erase('c', { actor: 'a' }),
    customers.getErasure('c'),
    quarantine.listPage(messages, page),
    quarantine.get('1'),
    quarantine.replay('1', { actor: 'a' }),
    quarantine.replayAllOf('X', { actor: 'a', limit: 1 }),
    quarantine.previewReplayAllOf('X', { limit: 1 }),
    quarantine.getReplay('1'),
    quarantine.drop('1', { actor: 'a', note: 'n' }),
    versions.get(),
    versions.devicesOn1Page(devicesOn1, page),
    versions.getMigration(),
    connection.send({ method: 'GET', route: '/v1/status' }, historyStatusReader),
  ];
  if (begun.length < calls.size) throw new Error('a call sent more than one request');
  return Object.fromEntries(calls);
}

function union(some: readonly string[] = [], more: readonly string[]): readonly string[] {
  return [...new Set([...some, ...more])].sort();
}
