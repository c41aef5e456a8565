import { TemporalFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type {
  DeviceActivities,
  LoadDeviceInput,
  LoadDeviceResult,
  RecordDeviceInput,
  RecordDeviceResult,
} from '@refill/temporal/device-activities';
import type { ErasedCustomer } from '@refill/temporal/customer-messages';
import { HISTORY_LOCAL, HISTORY_UNTIL_DONE } from '@refill/temporal/retry-policies';

const local = proxyLocalActivities<DeviceActivities>(HISTORY_LOCAL);
const patient = proxyActivities<DeviceActivities>(HISTORY_UNTIL_DONE);

/** What the history knows of a device that begins anew. */
export async function loadDevice(input: LoadDeviceInput): Promise<LoadDeviceResult> {
  const summary = 'history: load the device';
  return await quicklyOrPatiently(
    () => local.loadDevice.executeWithOptions({ ...HISTORY_LOCAL, summary }, [input]),
    () => patient.loadDevice.executeWithOptions({ ...HISTORY_UNTIL_DONE, summary }, [input]),
  );
}

/** Writes a device and its new events to the history. */
export async function recordDevice(input: RecordDeviceInput): Promise<RecordDeviceResult> {
  const summary = summarise(input);
  return await quicklyOrPatiently(
    () => local.recordDevice.executeWithOptions({ ...HISTORY_LOCAL, summary }, [input]),
    () => patient.recordDevice.executeWithOptions({ ...HISTORY_UNTIL_DONE, summary }, [input]),
  );
}

/** Which of these customers were erased. */
export async function erasedCustomersAmong(
  customerIds: readonly string[],
): Promise<readonly ErasedCustomer[]> {
  const summary = 'history: was the customer erased?';
  const args: [readonly string[]] = [customerIds];
  return await quicklyOrPatiently(
    () => local.erasedCustomersAmong.executeWithOptions({ ...HISTORY_LOCAL, summary }, args),
    () => patient.erasedCustomersAmong.executeWithOptions({ ...HISTORY_UNTIL_DONE, summary }, args),
  );
}

/**
 * Asks the history quickly by a local activity, and when that fails by a regular one that never gives up and
 * stands in the Temporal UI as pending with its last failure.
 */
async function quicklyOrPatiently<Result>(
  quickly: () => Promise<Result>,
  patiently: () => Promise<Result>,
): Promise<Result> {
  try {
    return await quickly();
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    log.warn('the history did not answer at once; trying until it does', { cause: error.message });
    return await patiently();
  }
}

function summarise({ snapshot, events }: RecordDeviceInput): string {
  const what = events.map((event) => event.type).join(', ');
  return `history: ${snapshot.status}${what === '' ? '' : ` (${what})`}`.slice(0, 200);
}
