import { EmailRefusedError, EmailUnavailableError } from './email-errors';

/** What nodemailer tells of a failure, without anything personal. */
interface SmtpFailure {
  readonly code: string | null;
  readonly command: string | null;
  readonly smtpCode: number | null;
}

/** Replies that ask for other credentials, whatever was being said. Source: RFC 4954, 6. */
const ABOUT_CREDENTIALS: ReadonlySet<number> = new Set([530, 534, 535, 538]);
/** Bad sequence of commands: says something of the session, not of the mail. Source: RFC 5321, 4.2.3. */
const BAD_SEQUENCE = 503;

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
      return new EmailUnavailableError(
        smtpCode !== null && ABOUT_CREDENTIALS.has(smtpCode) ? 'authentication' : 'server',
        smtpCode,
      );
  }
}

function isPermanent(smtpCode: number): boolean {
  return (
    smtpCode >= 500 &&
    smtpCode < 600 &&
    smtpCode !== BAD_SEQUENCE &&
    !ABOUT_CREDENTIALS.has(smtpCode)
  );
}

function readFailure(error: unknown): SmtpFailure {
  if (typeof error !== 'object' || error === null) {
    return { code: null, command: null, smtpCode: null };
  }
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
