import type { DeviceFactType } from './device-fact';

/** Where a fact stands in the life of its device; every fact is its own position. */
export interface FactPosition {
  readonly type: DeviceFactType;
  readonly notificationId: string;
  /** Amazon's `notificationTime`: ISO 8601, UTC. */
  readonly occurredAt: string;
}

const TYPE_RANK: Readonly<Record<DeviceFactType, number>> = {
  'device-registered': 0,
  'subscription-changed': 1,
  'device-deregistered': 2,
};

/**
 * Compares by the time Amazon names, then by `notificationId`, then by type.
 * The order is total, so that every order of arrival ends in the same sequence.
 */
export function comparePositions(a: FactPosition, b: FactPosition): number {
  return (
    Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
    (a.notificationId < b.notificationId ? -1 : a.notificationId > b.notificationId ? 1 : 0) ||
    TYPE_RANK[a.type] - TYPE_RANK[b.type]
  );
}

/** A position alone, without what else a fact holds. */
export function positionOf({ type, notificationId, occurredAt }: FactPosition): FactPosition {
  return { type, notificationId, occurredAt };
}

/** Whether two are the same notification, of which one may be a redelivery. */
export function isSameNotification(a: FactPosition, b: FactPosition): boolean {
  return a.notificationId === b.notificationId && a.type === b.type;
}

/**
 * The key of a fact's event; the same key is recorded once per device.
 *
 * The type is in it because Amazon's page gives all its samples the same `notificationId`: what differs in
 * type is never a redelivery.
 */
export function factEventKey({ type, notificationId }: FactPosition): string {
  return `fact:${type}:${notificationId}`;
}
