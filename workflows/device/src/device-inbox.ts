import { hasErasedCustomer, withIdErased } from '@refill/device-lifecycle/with-customer-erased';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { applyFact, type DeviceState } from '@refill/device-lifecycle/device-state';
import { isCustomerPseudonym } from '@refill/order-lifecycle/customer-pseudonym';
import type { ErasedCustomer } from '@refill/temporal/customer-messages';
import { erasedCustomersAmong } from './device-history';

/** How many facts are taken at once: bounds what one record writes and how long a worker is held up. */
const FACTS_AT_ONCE = 100;

/** How long the facts taken at once may be as JSON, in characters: well below Temporal's 2 MB per payload. */
const CHARACTERS_AT_ONCE = 200_000;

/** The facts that were signalled and that the device has not taken in, oldest arrival first. */
export class DeviceInbox {
  private waiting: DeviceFact[] = [];

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.waiting.length === 0;
  }

  /** How many facts wait. */
  get size(): number {
    return this.waiting.length;
  }

  /** Adds what a signal brought. */
  put(fact: DeviceFact): void {
    this.waiting.push(fact);
  }

  /** The state with everything that waits taken in. */
  ahead(state: DeviceState): DeviceState {
    return this.waiting.reduce(applyFact, state);
  }

  /**
   * Gives back the facts to take in now.
   *
   * Where a customer of the device was erased, what Amazon says of the same customer later joins the same life:
   * the history is asked for the ids first.
   * @param most how many facts at most
   */
  async take(state: DeviceState, most: number): Promise<readonly DeviceFact[]> {
    if (hasErasedCustomer(state)) await this.forgetErased();
    let characters = 0;
    const tooMany = this.waiting.findIndex((fact, index) => {
      characters += JSON.stringify(fact).length;
      return index > 0 && (index >= FACTS_AT_ONCE || characters > CHARACTERS_AT_ONCE);
    });
    const fitting = tooMany === -1 ? this.waiting.length : tooMany;
    return this.waiting.splice(0, Math.min(fitting, most));
  }

  /** Forgets a customer's id. */
  forget(erased: ErasedCustomer): void {
    this.waiting = this.waiting.map((fact) => withIdErased(fact, erased));
  }
  /** Asks until every id was asked for: more facts may come meanwhile. */
  private async forgetErased(): Promise<void> {
    const asked = new Set<string>();
    for (;;) {
      const ids = new Set(this.waiting.map(({ customerId }) => customerId));
      const unasked = [...ids].filter((id) => !asked.has(id) && !isCustomerPseudonym(id));
      if (unasked.length === 0) return;
      for (const id of unasked) asked.add(id);
      for (const erased of await erasedCustomersAmong(unasked)) this.forget(erased);
    }
  }
}
