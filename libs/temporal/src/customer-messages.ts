import { defineSignal } from '@temporalio/workflow';

/**
 * A customer's data were erased: orders and devices write themselves to the history once more and learn from its
 * answer which customer it was. The signal carries no id, for what stands in a Temporal history stays there.
 */
export const customerErasedSignal = defineSignal('CustomerErased');

/** A customer whose data were erased. */
export interface ErasedCustomer {
  /** Amazon's `directedCustomerId`, as it came. */
  readonly customerId: string;
  /** What stands in its place: `erased-` and 32 hexadecimal digits. */
  readonly pseudonym: string;
}
