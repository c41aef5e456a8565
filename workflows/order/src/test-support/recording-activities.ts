import { ApplicationFailure } from '@temporalio/common';
import { emailEventKey } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type {
  OrderEmailKind,
  OrderEvent,
  OrderEventType,
} from '@refill/order-lifecycle/order-event';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type {
  EndedEmail,
  OrderActivities,
  RecordHistoryInput,
  RecordHistoryResult,
  SendEmailInput,
} from '@refill/temporal/order-activities';

/** Stands in for the worker's activities and keeps what the workflow asked for. */
export class RecordingActivities implements OrderActivities {
  readonly records: RecordHistoryInput[] = [];
  readonly emails: SendEmailInput[] = [];
  /** How often `recordHistory` fails before it succeeds. */
  historyFailures = 0;
  /** How often `sendEmail` fails before it succeeds. */
  emailFailures = 0;
  /** What `sendEmail` ends in; `null` for sent. */
  emailOutcome: EmailOutcome | null = null;
  deregistrations: readonly DeviceDeregistered[] = [];
  /** Mails that a worker had claimed before it was killed. */
  unsettledEmails: readonly OrderEmailKind[] = [];
  /** Mails of which the history knows another end than the one that it is told. */
  emailsEndedOtherwise: readonly EndedEmail[] = [];
  closedElsewhere = false;
  /** Whether `recordHistory` sends the mails that it is asked for; workers before 0.7 did not. */
  mailsWithRecords = true;
  /** What stands in the customer's place once they were erased. */
  customerPseudonym: string | null = null;

  readonly recordHistory: OrderActivities['recordHistory'] = (input) => {
    if (this.historyFailures > 0) {
      this.historyFailures -= 1;
      return Promise.reject(ApplicationFailure.retryable('down', 'HISTORY_UNAVAILABLE'));
    }
    this.records.push(input);
    return Promise.resolve(
      this.closedElsewhere
        ? { outcome: 'closed-elsewhere' }
        : {
            outcome: 'recorded',
            deregistrations: this.deregistrations,
            unsettledEmails: this.unsettledEmails,
            emailsEndedOtherwise: this.emailsEndedOtherwise.filter(({ kind }) =>
              input.events.some(({ key }) => key === emailEventKey(kind)),
            ),
            ...(this.customerPseudonym === null
              ? {}
              : { customerPseudonym: this.customerPseudonym }),
            ...this.sentWith(input),
          },
    );
  };

  /** As the worker does: sends nothing where what it found may change what is due. */
  private sentWith({
    emails = [],
    snapshot,
  }: RecordHistoryInput): Pick<Extract<RecordHistoryResult, { outcome: 'recorded' }>, 'emails'> {
    if (!this.mailsWithRecords || emails.length === 0 || this.deregistrations.length > 0) return {};
    return {
      emails: emails.flatMap(({ kind, occurredAt }) => {
        if (this.emailFailures > 0) {
          this.emailFailures -= 1;
          return [];
        }
        this.emails.push({ kind, occurredAt, snapshot });
        return [{ kind, outcome: this.outcomeOf(kind) }];
      }),
    };
  }

  private outcomeOf(kind: OrderEmailKind): EmailOutcome {
    return this.emailOutcome ?? { outcome: 'sent', messageId: `<${kind}@test>` };
  }

  readonly sendEmail: OrderActivities['sendEmail'] = (input) => {
    if (this.emailFailures > 0) {
      this.emailFailures -= 1;
      return Promise.reject(ApplicationFailure.retryable('down', 'EMAIL_UNAVAILABLE'));
    }
    this.emails.push(input);
    return Promise.resolve(this.outcomeOf(input.kind));
  };

  /**
   * The recorded events, each once by its key as in the history, in order of recording: a task that could not be
   * completed, since news came meanwhile, is done again with all its local activities.
   */
  get events(): readonly OrderEvent[] {
    const events = this.records.flatMap((record) => record.events);
    return events.filter(
      ({ key }, index) => events.findIndex((event) => event.key === key) === index,
    );
  }

  /** The types of the recorded events. */
  get eventTypes(): readonly OrderEventType[] {
    return this.events.map((event) => event.type);
  }

  /** The kinds of the mails sent, each once: a mail that is claimed already is not sent again. */
  get emailKinds(): readonly OrderEmailKind[] {
    return [...new Set(this.emails.map((email) => email.kind))];
  }

  /** The statuses as they were recorded, repetitions left out. */
  get statuses(): readonly string[] {
    return this.records
      .map((record) => record.snapshot.status)
      .filter((status, index, all) => status !== all[index - 1]);
  }
}
