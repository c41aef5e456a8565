/** How much a device remembers fact by fact. Beyond that, it remembers what the facts came to. */
export interface DeviceMemory {
  /** How many facts: a fact that comes late finds its exact place among these. */
  readonly facts: number;
  /** How many slots and products these facts may name in all. */
  readonly entries: number;
  /** How many ids of facts beyond those: a redelivery of one of these is known for what it is. */
  readonly ids: number;
}

/**
 * What a device remembers by default, well below Temporal's 2 MB per payload: 2,000 entries are about 200 kB,
 * 1,000 ids of Amazon's (`amzn1.dash.notification.v1.` and a UUID) are about 90 kB.
 *
 * SNS gives up a delivery after an hour at most, SQS keeps a message for 14 days: a redelivery has to come
 * more than 1,100 notifications of its device late to be forgotten. Even then it changes no slot, since it is
 * older than what is known, and its event has the same key as the one the history holds.
 */
export const DEFAULT_DEVICE_MEMORY: DeviceMemory = { facts: 100, entries: 2_000, ids: 1_000 };
