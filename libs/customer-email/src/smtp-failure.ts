import { EmailRefusedError, EmailUnavailableError } from './email-errors';

/** What nodemailer tells of a failure, without anything personal. */
interface SmtpFailure {
  readonly code: string | null;
  readonly command: string | null;
  readonly smtpCode: number | null;
}

/**
 * Replies that say something of our session, not of the customer: 503 bad sequence, 530, 534, 535 and 538
 * authentication. Source: RFC 5321, RFC 4954.
 */
const ABOUT_THE_SESSION: ReadonlySet<number> = new Set([503, 530, 534, 535, 538]);

/**
 * Tells a mail that is refused for good from one that may go through later.
 *
 * Refused is only what the server says with 5xx of this recipient (RCPT) or this message (DATA). All else,
 * credentials and sender too, somebody can mend without the customer: the mail must then still go out.
 * @param error what nodemailer threw
 */
export function smtpFailure(error: unknown): EmailRefusedError | EmailUnavailableError {
  const { code, command, smtpCode } = readFailure(error);
  const concernsTheMail = command === 'RCPT TO' || command === 'DATA';
  if (concernsTheMail && smtpCode !== null && isPermanent(smtpCode)) {
    return new EmailRefusedError(smtpCode);
  }
  if (command === 'MAIL FROM' && smtpCode !== null && isPermanent(smtpCode)) {
    return new EmailUnavailableError('sender', smtpCode);
  }
  switch (code) {
    case 'EAUTH':
    case 'ENOAUTH':
    case 'EOAUTH2':
      return new EmailUnavailableError('authentication', smtpCode);
    case 'ETIMEDOUT':
      return new EmailUnavailableError('timeout', smtpCode);
    case 'EABORT':
      return new EmailUnavailableError('aborted', smtpCode);
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'EDNS':
    case 'ETLS':
    case 'EPROXY':
      return new EmailUnavailableError('connection', smtpCode);
    default:
      if (smtpCode !== null && ABOUT_THE_SESSION.has(smtpCode) && smtpCode !== 503) {
        return new EmailUnavailableError('authentication', smtpCode);
      }
      return new EmailUnavailableError('server', smtpCode);
  }
}

function isPermanent(smtpCode: number): boolean {
  return smtpCode >= 500 && smtpCode < 600 && !ABOUT_THE_SESSION.has(smtpCode);
}

function readFailure(error: unknown): SmtpFailure {
  if (!(error instanceof Error)) return { code: null, command: null, smtpCode: null };
  const property = (name: string): unknown => Reflect.get(error, name);
  const code = property('code');
  const command = property('command');
  const responseCode = property('responseCode');
  return {
    code: typeof code === 'string' ? code : null,
    command: typeof command === 'string' ? command : null,
    smtpCode: typeof responseCode === 'number' ? responseCode : null,
  };
}
