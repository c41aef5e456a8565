import type { EmailLanguage } from './locale';

/** A mail as the templates made it. */
export interface RenderedEmail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: EmailLanguage;
}

/** A mail ready to be sent to one customer. */
export interface OutgoingEmail extends RenderedEmail {
  readonly to: { readonly address: string; readonly name: string | null };
  /** With its angle brackets: see `emailMessageId`. */
  readonly messageId: string;
}
