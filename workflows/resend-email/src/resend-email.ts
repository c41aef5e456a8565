import { log, proxyActivities, setCurrentDetails, TemporalFailure } from '@temporalio/workflow';
import type {
  ResendEmailActivities,
  ResendEmailInput,
  ResendEmailResult,
} from '@refill/temporal/resend-email-messages';
import { EMAIL_FOR_DAYS, HISTORY_UNTIL_DONE } from '@refill/temporal/retry-policies';

const mail = proxyActivities<ResendEmailActivities>(EMAIL_FOR_DAYS);
const history = proxyActivities<ResendEmailActivities>(HISTORY_UNTIL_DONE);

/**
 * Sends a mail that an operator wants sent once more; while the mail server is down it is tried for days, as any mail.
 *
 * The order it is about may have ended long ago, so this is a workflow of its own.
 */
export async function resendEmail(input: ResendEmailInput): Promise<ResendEmailResult> {
  setCurrentDetails('The mail is being sent; a failure stands under _Pending Activities_.');
  const result = await send(input);
  setCurrentDetails(
    result === 'sent' ? 'The mail was sent.' : "It was not sent: the order's history tells why.",
  );
  return result;
}

async function send(input: ResendEmailInput): Promise<ResendEmailResult> {
  try {
    return await mail.resendEmail.executeWithOptions(
      { ...EMAIL_FOR_DAYS, summary: 'mail, sent again' },
      [input],
    );
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    log.warn('a mail could not be sent again for days');
    return await history.giveUpResendingEmail.executeWithOptions(
      { ...HISTORY_UNTIL_DONE, summary: 'history: the mail was given up' },
      [input],
    );
  }
}
