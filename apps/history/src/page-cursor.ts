import { z } from 'zod';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DevicePosition } from '@refill/order-history/list-devices';
import type { OrderPosition } from '@refill/order-history/list-orders';
import type { QuarantinePosition } from '@refill/order-history/quarantine-list';
import { ProblemError } from '@refill/service/problem-details';
import { idText, instantText, rowId } from './request-text';

/** What is inside a cursor; the first field tells the lists apart and leaves room for another form. */
const ordersCursor = z.tuple([z.literal('o1'), instantText, idText]);
const quarantineCursor = z.tuple([z.literal('q1'), instantText, rowId]);
const devicesCursor = z.tuple([z.literal('d1'), instantText, idText, idText]);
const devicesOn1Cursor = z.tuple([z.literal('v1'), idText, idText]);
const contactsCursor = z.tuple([z.literal('c1'), idText]);
const eventsCursor = z.tuple([z.literal('e1'), z.int().positive().max(2_147_483_647)]);

/** Writes where a page of orders ended; opaque to the caller. */
export function encodeOrdersCursor(position: OrderPosition): string {
  return encode(['o1', position.sortAt, position.orderId]);
}

/**
 * Reads a cursor of orders.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID` when it is none that we gave out
 */
export function decodeOrdersCursor(cursor: string): OrderPosition {
  const [, sortAt, orderId] = decode(ordersCursor, cursor);
  return { sortAt, orderId };
}

/** Writes where a page of quarantined messages ended; opaque to the caller. */
export function encodeQuarantineCursor(position: QuarantinePosition): string {
  return encode(['q1', position.receivedAt, position.id]);
}

/**
 * Reads a cursor of quarantined messages.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID` when it is none that we gave out
 */
export function decodeQuarantineCursor(cursor: string): QuarantinePosition {
  const [, receivedAt, id] = decode(quarantineCursor, cursor);
  return { receivedAt, id };
}

/** Writes where a page of devices ended; opaque to the caller. */
export function encodeDevicesCursor(position: DevicePosition): string {
  return encode(['d1', position.sortAt, position.modelId, position.serialNumber]);
}

/**
 * Reads a cursor of devices.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID` when it is none that we gave out
 */
export function decodeDevicesCursor(cursor: string): DevicePosition {
  const [, sortAt, modelId, serialNumber] = decode(devicesCursor, cursor);
  return { sortAt, modelId, serialNumber };
}

/** Writes where a page of devices still on 1.0 ended; opaque to the caller. */
export function encodeDevicesOn1Cursor(device: DeviceIdentity): string {
  return encode(['v1', device.modelId, device.serialNumber]);
}

/**
 * Reads a cursor of devices still on 1.0.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID` when it is none that we gave out
 */
export function decodeDevicesOn1Cursor(cursor: string): DeviceIdentity {
  const [, modelId, serialNumber] = decode(devicesOn1Cursor, cursor);
  return { modelId, serialNumber };
}

/** Writes where a page of contacts ended; opaque to the caller. */
export function encodeContactsCursor(customerId: string): string {
  return encode(['c1', customerId]);
}

/**
 * Reads a cursor of contacts.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID` when it is none that we gave out
 */
export function decodeContactsCursor(cursor: string): string {
  return decode(contactsCursor, cursor)[1];
}

/** Writes where a page of events ended; opaque to the caller. */
export function encodeEventsCursor(seq: number): string {
  return encode(['e1', seq]);
}

/**
 * Reads a cursor of events.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID` when it is none that we gave out
 */
export function decodeEventsCursor(cursor: string): number {
  return decode(eventsCursor, cursor)[1];
}

function encode(content: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(content), 'utf8').toString('base64url');
}

function decode<T>(schema: z.ZodType<T>, cursor: string): T {
  const result = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (result.success) return result.data;
  throw new ProblemError({
    status: 400,
    code: 'HISTORY_CURSOR_INVALID',
    title: 'This cursor is none of this list',
    detail: 'Send the nextCursor of the page before as it came, or none for the first page.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
