import {
  TemporalFailure,
  CancellationScope,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import type { DeviceState } from '@refill/device-lifecycle/device-state';
import type { DeviceView } from '@refill/device-lifecycle/device-view';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import { reasonAgainst } from '@refill/device-lifecycle/emails-due';
import { withIdErased } from '@refill/device-lifecycle/with-customer-erased';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { EmailSkipReason } from '@refill/order-lifecycle/order-event';
import type { ErasedCustomer } from '@refill/temporal/customer-messages';
import type { DeviceActivities } from '@refill/temporal/device-activities';
import { EMAIL_FOR_DAYS, EMAIL_LOCAL } from '@refill/temporal/retry-policies';

const local = proxyLocalActivities<DeviceActivities>(EMAIL_LOCAL);
const patient = proxyActivities<DeviceActivities>(EMAIL_FOR_DAYS);

/** A mail that was begun and has ended. */
export interface SettledEmail {
  readonly email: DeviceEmail;
  readonly outcome: EmailOutcome;
  readonly event: DeviceEvent;
  /** Whether the activity wrote the event; if not, the workflow has to. */
  readonly recorded: boolean;
  /** Whether a regular activity sent it, the end of which begins a workflow task. */
  readonly regular: boolean;
}

/** A mail on its way. */
interface PendingEmail {
  email: DeviceEmail;
  readonly scope: CancellationScope;
  /** Whether a regular activity sends it, no longer a local one. */
  regular: boolean;
  /** Why it was withdrawn: `next-run` when it is the next run's to send; `null` while it is not. */
  withdrawn: EmailSkipReason | 'next-run' | null;
}

/**
 * Sends mails beside the device's life: a mail server that is down must not hold up a deregistration.
 */
export class EmailDispatch {
  private readonly pending = new Map<string, PendingEmail>();

  /**
   * @param localFirst whether a mail is first tried by a local activity, which is cheaper
   * @param settled told when a mail has ended; not of one that is left to the next run
   */
  constructor(
    private readonly localFirst: boolean,
    private readonly settled: (email: SettledEmail) => void,
  ) {}

  /** Whether no mail is on its way. */
  get idle(): boolean {
    return this.pending.size === 0;
  }

  /** Begins a mail; it goes on by itself. */
  begin(email: DeviceEmail): void {
    const scope = new CancellationScope();
    const mail: PendingEmail = { email, scope, regular: false, withdrawn: null };
    this.pending.set(email.key, mail);
    void scope
      .run(() => this.deliver(mail, email))
      .then(
        (outcome) => ({ outcome, recorded: true }),
        (error: unknown) => ({ outcome: outcomeOfFailure(error, mail), recorded: false }),
      )
      .then(({ outcome, recorded }) => {
        this.pending.delete(email.key);
        if (outcome === null) return;
        const event = emailEvent(email, outcome, new Date().toISOString());
        this.settled({ email: mail.email, outcome, event, recorded, regular: mail.regular });
      });
  }

  /** Stops trying to send what is no longer true. */
  withdrawUntrue(state: DeviceState, view: DeviceView): void {
    for (const mail of this.pending.values()) {
      const reason = reasonAgainst(mail.email, state, view);
      if (reason !== null) withdraw(mail, reason);
    }
  }

  /** Leaves what is on its way to the next run, which begins it again. */
  leaveToNextRun(): void {
    for (const mail of this.pending.values()) withdraw(mail, 'next-run');
  }

  /** Forgets a customer's id. */
  forget(erased: ErasedCustomer): void {
    for (const mail of this.pending.values()) mail.email = withIdErased(mail.email, erased);
  }

  private async deliver(mail: PendingEmail, email: DeviceEmail): Promise<EmailOutcome> {
    const summary = `mail: ${email.kind}`;
    if (this.localFirst) {
      try {
        return await local.sendDeviceEmail.executeWithOptions({ ...EMAIL_LOCAL, summary }, [
          { email },
        ]);
      } catch (error) {
        if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
        log.warn('a mail could not be sent at once; trying for days', { kind: email.kind });
      }
    }
    // A withdrawn mail is never handed over: its end belongs to the local activity's.
    mail.regular = !mail.scope.consideredCancelled;
    return await patient.sendDeviceEmail.executeWithOptions({ ...EMAIL_FOR_DAYS, summary }, [
      { email },
    ]);
  }
}

function withdraw(mail: PendingEmail, why: EmailSkipReason | 'next-run'): void {
  if (mail.withdrawn !== null) return;
  mail.withdrawn = why;
  mail.scope.cancel();
}

/** How a mail ended that was not sent; `null` where the next run begins it again. */
function outcomeOfFailure(error: unknown, { withdrawn }: PendingEmail): EmailOutcome | null {
  if (!(error instanceof TemporalFailure)) throw error;
  if (withdrawn === 'next-run') return null;
  if (isCancellation(error)) return { outcome: 'skipped', reason: withdrawn ?? 'superseded' };
  // A withdrawn mail is not tried again, and its last try may have sent it without recording that.
  return {
    outcome: 'failed',
    code: withdrawn === null ? 'EMAIL_GAVE_UP' : 'EMAIL_OUTCOME_UNKNOWN',
  };
}
