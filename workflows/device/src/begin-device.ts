import { log } from '@temporalio/workflow';
import { deviceCarrySchema } from '@refill/device-lifecycle/device-carry';
import { type DeviceState, newDevice } from '@refill/device-lifecycle/device-state';
import type { DeviceWorkflowInput } from '@refill/temporal/device-messages';
import { loadDevice } from './device-history';

/** What a run begins with. */
export interface BegunDevice {
  readonly state: DeviceState;
  /** Counts the runs of the device, from 1. */
  readonly generation: number;
}

/**
 * Takes over what the run before this one handed on, or what the history holds.
 * The windows are those of this run: whoever started it knows the newest settings.
 */
export async function beginDevice(input: DeviceWorkflowInput): Promise<BegunDevice> {
  const { device, windows, carry, generation } = input;
  if (carry !== undefined && generation !== undefined) {
    const handedOn = deviceCarrySchema.safeParse(carry);
    if (handedOn.success) return { state: { ...handedOn.data.state, windows }, generation };
    log.warn('what the run before handed on cannot be read; asking the history');
  }
  const loaded = await loadDevice({ device, windows });
  return {
    state: loaded.carry === null ? newDevice(device, windows) : { ...loaded.carry.state, windows },
    generation: Math.max(loaded.generation + 1, generation ?? 1),
  };
}
