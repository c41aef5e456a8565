import addressparser from 'nodemailer/lib/addressparser';
import { EmailFromError } from './email-errors';
import { domainOfAddress } from './mail-address';
import { plainLine } from './plain-line';

/** Who the mails are from. */
export interface SenderIdentity {
  /** The display name: the brand in the mail. `null` when `EMAIL_FROM` is an address only. */
  readonly name: string | null;
  readonly address: string;
  /** The address's domain, in ASCII. */
  readonly domain: string;
}

/**
 * Reads `EMAIL_FROM`.
 * @param from `name@example.org` or `Name <name@example.org>`
 * @throws EmailFromError when it is not exactly one address
 */
export function parseSender(from: string): SenderIdentity {
  const [sender, ...others] = addressparser(from);
  if (sender?.address === undefined || others.length > 0) throw new EmailFromError();
  const domain = domainOfAddress(sender.address);
  if (domain === null) throw new EmailFromError();
  return { name: plainLine(sender.name) || null, address: sender.address, domain };
}
