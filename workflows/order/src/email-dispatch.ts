import {
  TemporalFailure,
  CancellationScope,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import { reasonAgainst, type EmailDue } from '@refill/order-lifecycle/emails-due';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { OrderEmailKind, OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderActivities, SendEmailInput } from '@refill/temporal/order-activities';
import { EMAIL_FOR_DAYS, EMAIL_LOCAL } from '@refill/temporal/retry-policies';

const local = proxyLocalActivities<OrderActivities>(EMAIL_LOCAL);
const patient = proxyActivities<OrderActivities>(EMAIL_FOR_DAYS);

/** A mail that was begun and has ended. */
export interface SettledEmail {
  readonly kind: OrderEmailKind;
  readonly outcome: EmailOutcome;
  readonly event: OrderEvent;
  /** Whether the activity wrote the event; if not, the workflow has to. */
  readonly recorded: boolean;
  /** Whether a regular activity sent it, the end of which begins a workflow task. */
  readonly regular: boolean;
}

/** A mail on its way. */
interface PendingEmail {
  readonly scope: CancellationScope;
  /** Whether a regular activity sends it, no longer a local one. */
  regular: boolean;
}

/**
 * Sends mails beside the order's life: a mail server that is down must not hold up a shipment.
 */
export class EmailDispatch {
  private readonly pending = new Map<OrderEmailKind, PendingEmail>();
  private latest: OrderSnapshot | null = null;

  /**
   * @param localFirst whether a mail is first tried by a local activity, which is cheaper
   * @param settled told when a mail has ended
   */
  constructor(
    private readonly localFirst: boolean,
    private readonly settled: (email: SettledEmail) => void,
  ) {}

  /** Whether no mail is on its way. */
  get idle(): boolean {
    return this.pending.size === 0;
  }

  /**
   * Begins a mail; it goes on by itself.
   * @param tried whether it was tried at once already, with the record of the order
   */
  begin(due: EmailDue, snapshot: OrderSnapshot, tried: boolean): void {
    const mail: PendingEmail = { scope: new CancellationScope(), regular: false };
    const { kind, occurredAt } = due;
    this.latest = snapshot;
    this.pending.set(kind, mail);
    void mail.scope
      .run(() => this.deliver(mail, { kind, occurredAt, snapshot }, tried))
      .then(
        (outcome) => ({ outcome, recorded: true }),
        (error: unknown) => ({
          outcome: this.outcomeOfFailure(kind, error, mail.scope.consideredCancelled),
          recorded: false,
        }),
      )
      .then(({ outcome, recorded }) => {
        this.pending.delete(kind);
        const event = emailEvent(kind, outcome, new Date().toISOString());
        this.settled({ kind, outcome, event, recorded, regular: mail.regular });
      });
  }

  /** Stops trying to send what is no longer true. */
  withdrawUntrue(snapshot: OrderSnapshot): void {
    this.latest = snapshot;
    for (const [kind, { scope }] of this.pending) {
      if (reasonAgainst(kind, snapshot) !== null) scope.cancel();
    }
  }

  private async deliver(
    mail: PendingEmail,
    input: SendEmailInput,
    tried: boolean,
  ): Promise<EmailOutcome> {
    const summary = `mail: ${input.kind}`;
    if (this.localFirst) {
      try {
        if (!tried) {
          return await local.sendEmail.executeWithOptions({ ...EMAIL_LOCAL, summary }, [input]);
        }
      } catch (error) {
        if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
      }
      log.warn('a mail could not be sent at once; trying for days', { kind: input.kind });
    }
    // A withdrawn mail is never handed over: its end belongs to the local activity's.
    mail.regular = !mail.scope.consideredCancelled;
    return await patient.sendEmail.executeWithOptions({ ...EMAIL_FOR_DAYS, summary }, [input]);
  }

  private outcomeOfFailure(kind: OrderEmailKind, error: unknown, withdrawn: boolean): EmailOutcome {
    if (isCancellation(error) && this.latest !== null) {
      return {
        outcome: 'skipped',
        reason: reasonAgainst(kind, this.latest) ?? 'superseded',
      };
    }
    if (error instanceof TemporalFailure) {
      // A withdrawn mail is not tried again, and its last try may have sent it without recording that.
      return { outcome: 'failed', code: withdrawn ? 'EMAIL_OUTCOME_UNKNOWN' : 'EMAIL_GAVE_UP' };
    }
    throw error;
  }
}
