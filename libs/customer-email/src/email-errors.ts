/**
 * The mail server, or the shape of the address, refuses this mail for good: trying again is no use.
 *
 * Holds neither an address nor the server's words, so it may be logged and recorded.
 */
export class EmailRefusedError extends Error {
  override readonly name = 'EmailRefusedError';
  readonly code = 'EMAIL_REFUSED';

  /** @param smtpCode the server's reply (550); `null` when the address cannot be one at all */
  constructor(readonly smtpCode: number | null) {
    super(
      smtpCode === null
        ? 'the address of the customer is not a mail address'
        : `the mail server refused the mail for good (${smtpCode})`,
    );
  }

  /** The code under which the history records it: `EMAIL_REFUSED_550`, `EMAIL_REFUSED_ADDRESS`. */
  get outcomeCode(): string {
    return `${this.code}_${this.smtpCode ?? 'ADDRESS'}`;
  }
}

/** Where a mail got stuck. */
export type EmailUnavailableReason =
  /** No connection, or it broke. */
  | 'connection'
  /** The server did not answer, or took longer than allowed. */
  | 'timeout'
  /** The server does not accept our credentials: `SMTP_URL` has to be looked at. */
  | 'authentication'
  /** The server refuses `EMAIL_FROM`. */
  | 'sender'
  /** The server asked to try again later, or broke the protocol. */
  | 'server'
  /** The folder `EMAIL_SINK_DIR` cannot be written to. */
  | 'sink'
  /** The caller gave up, or the sender was closed. */
  | 'aborted';

/**
 * The mail could not be handed over now: try again.
 *
 * Holds neither an address nor the server's words, so it may be logged and recorded.
 */
export class EmailUnavailableError extends Error {
  override readonly name = 'EmailUnavailableError';
  readonly code = 'EMAIL_UNAVAILABLE';

  /** @param smtpCode the server's reply, `null` when there was none */
  constructor(
    readonly reason: EmailUnavailableReason,
    readonly smtpCode: number | null = null,
  ) {
    super(
      `the mail could not be handed over (${reason}${smtpCode === null ? '' : ` ${smtpCode}`})`,
    );
  }
}

/** `EMAIL_FROM` holds no mail address, or more than one. Its value is not repeated. */
export class EmailFromError extends Error {
  override readonly name = 'EmailFromError';
  readonly code = 'EMAIL_FROM_INVALID';

  constructor() {
    super('EMAIL_FROM must be one mail address: name@example.org or Name <name@example.org>');
  }
}
