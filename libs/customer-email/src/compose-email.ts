import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingEmail } from './outgoing-email';
import { plainLine } from './plain-line';
import type { SenderIdentity } from './sender-identity';

/**
 * Makes the message as it goes over the wire (RFC 5322, MIME with text and HTML).
 *
 * What comes from outside can't add a header: every value is made one line first.
 */
export function composeEmail(email: OutgoingEmail, sender: SenderIdentity): Promise<Buffer> {
  return new MailComposer({
    from: { name: sender.name ?? '', address: sender.address },
    to: { name: plainLine(email.to.name ?? '', 80), address: email.to.address },
    messageId: email.messageId,
    subject: plainLine(email.subject),
    text: email.text,
    html: email.html,
    headers: {
      // Keeps out-of-office answers away. Source: RFC 3834.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': email.language,
    },
    // SMTP wants CRLF, and the folder's copy is to be what went over the wire.
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
