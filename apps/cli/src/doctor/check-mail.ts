import { EmailUnavailableError } from '@refill/customer-email/email-errors';
import { createSmtpSender, type SmtpSender } from '@refill/customer-email/smtp-sender';
import { type Finding, fine, skipped, wrong } from './finding';

const CHECK = 'mail';

const TIMEOUT_MS = 5_000;

/** Connects to the SMTP server and logs in; sends nothing. */
export async function checkMail(env: NodeJS.ProcessEnv): Promise<Finding> {
  const { SMTP_URL: smtpUrl, EMAIL_FROM: from } = env;
  if (smtpUrl === undefined || from === undefined) {
    return skipped(CHECK, 'SMTP_URL or EMAIL_FROM is not set');
  }
  let sender: SmtpSender | null = null;
  try {
    sender = createSmtpSender({ smtpUrl, from, timeoutMs: TIMEOUT_MS });
    await sender.verify();
    return fine(CHECK, 'the SMTP server lets us in; nothing was sent');
  } catch (error) {
    const detail = error instanceof EmailUnavailableError ? error.message : 'it cannot be asked';
    return wrong(
      CHECK,
      detail,
      'Are host, port, user and password of SMTP_URL right (smtps://… for TLS from the start), and is EMAIL_FROM one address?',
    );
  } finally {
    await sender?.close();
  }
}
