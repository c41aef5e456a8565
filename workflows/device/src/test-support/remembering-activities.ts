import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { DeviceEmail, DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { ErasedCustomer } from '@refill/temporal/customer-messages';
import type {
  DeregisterOrdersInput,
  DeviceActivities,
  RecordDeviceInput,
} from '@refill/temporal/device-activities';

/** Stands in for the worker's activities on one device: keeps what PostgreSQL would, and what it was asked for. */
export class RememberingActivities implements DeviceActivities {
  /** Every run that asked for anything, in order. */
  readonly runIds = new Set<string>();
  readonly records: RecordDeviceInput[] = [];
  /** Mails that went out. */
  readonly sent: DeviceEmail[] = [];
  readonly deregistrations: DeregisterOrdersInput[] = [];
  /** What had an effect, in order: `record:{event types}`, `orders:{notificationId}`, `mail:{kind}`. */
  readonly effects: string[] = [];
  /** The ids that `erasedCustomersAmong` was asked for. */
  readonly askedFor: string[] = [];
  /** How often the history fails before it answers. */
  historyFailures = 0;
  /** How often `sendDeviceEmail` fails before it succeeds. */
  emailFailures = 0;
  /** Called while `deregisterOrders` runs, before it ends. */
  whileDeregistering: () => Promise<void> = () => Promise.resolve();
  erased: readonly ErasedCustomer[] = [];

  private row: { generation: number; revision: number; carry: DeviceCarry } | null = null;
  private readonly eventsByKey = new Map<string, DeviceEvent>();
  private readonly outcomes = new Map<string, EmailOutcome>();

  readonly loadDevice: DeviceActivities['loadDevice'] = async () => {
    this.answer();
    return { generation: this.row?.generation ?? 0, carry: this.row?.carry ?? null };
  };

  readonly recordDevice: DeviceActivities['recordDevice'] = async (input) => {
    this.answer();
    this.records.push(input);
    if (input.events.length > 0) {
      this.effects.push(`record:${input.events.map(({ type }) => type).join('+')}`);
    }
    const { generation, revision, carry } = input;
    if (
      this.row !== null &&
      (generation < this.row.generation ||
        (generation === this.row.generation && revision < this.row.revision))
    ) {
      throw ApplicationFailure.nonRetryable('a record went back in time');
    }
    this.row = { generation, revision, carry: this.pseudonymised(carry) };
    for (const event of input.events) {
      if (!this.eventsByKey.has(event.key)) this.eventsByKey.set(event.key, event);
    }
    const text = JSON.stringify(input);
    return { erasedCustomers: this.erased.filter(({ customerId }) => text.includes(customerId)) };
  };

  readonly sendDeviceEmail: DeviceActivities['sendDeviceEmail'] = async ({ email }) => {
    this.noteRun();
    if (this.emailFailures > 0) {
      this.emailFailures -= 1;
      throw ApplicationFailure.retryable('down', 'EMAIL_UNAVAILABLE');
    }
    const known = this.outcomes.get(email.key);
    if (known !== undefined) return known;
    const outcome: EmailOutcome = { outcome: 'sent', messageId: `<${email.key}@test>` };
    this.outcomes.set(email.key, outcome);
    this.sent.push(email);
    this.effects.push(`mail:${email.kind}`);
    const event = emailEvent(email, outcome, new Date().toISOString());
    this.eventsByKey.set(event.key, event);
    return outcome;
  };

  readonly deregisterOrders: DeviceActivities['deregisterOrders'] = async (input) => {
    this.noteRun();
    await this.whileDeregistering();
    this.deregistrations.push(input);
    this.effects.push(`orders:${input.deregistration.notificationId}`);
    return { signalled: 1, late: 0 };
  };

  readonly erasedCustomersAmong: DeviceActivities['erasedCustomersAmong'] = async (ids) => {
    this.answer();
    this.askedFor.push(...ids);
    return this.erased.filter(({ customerId }) => ids.includes(customerId));
  };

  /** Every event, each once, in order of recording. */
  get events(): readonly DeviceEvent[] {
    return [...this.eventsByKey.values()];
  }

  /** Whether an event was recorded. */
  hasRecorded(key: string): boolean {
    return this.eventsByKey.has(key);
  }

  /** The keys of all events that the workflow asked to record, repetitions included. */
  get recordedKeys(): readonly string[] {
    return this.records.flatMap(({ events }) => events.map(({ key }) => key));
  }

  /** The kinds of the mails that went out. */
  get emailKinds(): readonly DeviceEmailKind[] {
    return this.sent.map(({ kind }) => kind);
  }

  /** The device as it was recorded last. */
  get snapshot(): DeviceSnapshot | undefined {
    return this.records.at(-1)?.snapshot;
  }

  /** What the next run would load. */
  get carry(): DeviceCarry | undefined {
    return this.row?.carry;
  }

  /** Begins with a row that somebody else left behind. */
  holdFirst(carry: DeviceCarry): void {
    this.row = { generation: 1, revision: 1, carry };
  }

  /** What the erasure itself does with the device's row. */
  eraseCarry(): void {
    if (this.row !== null) this.row.carry = this.pseudonymised(this.row.carry);
  }

  private answer(): void {
    this.noteRun();
    if (this.historyFailures > 0) {
      this.historyFailures -= 1;
      throw ApplicationFailure.retryable('down', 'HISTORY_UNAVAILABLE');
    }
  }

  private noteRun(): void {
    const { workflowExecution } = Context.current().info;
    if (workflowExecution !== undefined) this.runIds.add(workflowExecution.runId);
  }

  private pseudonymised(carry: DeviceCarry): DeviceCarry {
    const text = this.erased.reduce(
      (json, { customerId, pseudonym }) =>
        json.replaceAll(`"customerId":"${customerId}"`, `"customerId":"${pseudonym}"`),
      JSON.stringify(carry),
    );
    return JSON.parse(text) as DeviceCarry;
  }
}
