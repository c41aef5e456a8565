import { access, constants, mkdir } from 'node:fs/promises';
import nodemailer from 'nodemailer';
import { composeEmail } from './compose-email';
import { EmailRefusedError, EmailUnavailableError } from './email-errors';
import { stageEmail, type StagedEmail } from './email-sink';
import { domainOfAddress } from './mail-address';
import type { OutgoingEmail } from './outgoing-email';
import { parseSender } from './sender-identity';
import { smtpFailure } from './smtp-failure';

/** How mails go out. */
export interface SmtpSenderOptions {
  /**
   * `SMTP_URL`: `smtps://user:password@host:465` (TLS), `smtp://host:587` (STARTTLS where the server offers it;
   * `?requireTLS=true` insists). `null`: nothing is sent, mails only go into the folder.
   */
  readonly smtpUrl: string | null;
  /** `EMAIL_FROM`. */
  readonly from: string;
  /** `EMAIL_SINK_DIR`: each mail that goes out is also written there as `.eml`. */
  readonly sinkDirectory?: string | null;
  /**
   * ms; the longest that one send may take, and that a server may stay silent. Not too short: a server that has
   * taken a mail and answers after this gets it again (RFC 5321, 4.5.3.2.6, grants it ten minutes).
   */
  readonly timeoutMs: number;
  /** ms; the longest until a server greets; `timeoutMs` by default. */
  readonly connectTimeoutMs?: number;
  /** Open connections at most; 5 by default. */
  readonly maxConnections?: number;
  /** Told when a mail went out but could not be shown in the folder, which does not fail the send. */
  readonly onSinkFailure?: () => void;
}

/** Hands mails to an SMTP server over a few connections that stay open. */
export interface SmtpSender {
  /**
   * Sends one mail; when the promise resolves, the server has taken it.
   * @param signal gives up when it aborts
   * @throws EmailRefusedError the mail can never go out
   * @throws EmailUnavailableError it could not be sent now: try again
   */
  send(email: OutgoingEmail, signal?: AbortSignal): Promise<void>;
  /**
   * Whether a mail could be sent: connects and logs in.
   * @throws EmailUnavailableError
   */
  verify(): Promise<void>;
  /** Waits for the mails on their way, then closes the connections. */
  close(): Promise<void>;
}

/**
 * Makes a sender.
 * @throws EmailFromError when `from` is not one address
 * @throws TypeError when there is neither a server nor a folder
 */
export function createSmtpSender(options: SmtpSenderOptions): SmtpSender {
  const { smtpUrl, timeoutMs } = options;
  const sinkDirectory = options.sinkDirectory ?? null;
  if (smtpUrl === null && sinkDirectory === null) {
    throw new TypeError('set SMTP_URL or EMAIL_SINK_DIR: there is nowhere to send mails to');
  }
  const sender = parseSender(options.from);
  const transport = smtpUrl === null ? null : openTransport(smtpUrl, options);
  const underWay = new Set<Promise<void>>();

  async function deliver(email: OutgoingEmail, signal?: AbortSignal): Promise<void> {
    if (domainOfAddress(email.to.address) === null) throw new EmailRefusedError(null);
    const message = await composeEmail(email, sender);
    const staged =
      sinkDirectory === null ? null : await stage(sinkDirectory, email.messageId, message);
    try {
      if (transport !== null) {
        const deadline = AbortSignal.timeout(timeoutMs);
        await transport
          .sendMail({
            raw: message,
            envelope: { from: sender.address, to: email.to.address },
            messageId: email.messageId,
            signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
          })
          .catch((error: unknown) => {
            throw deadline.aborted ? new EmailUnavailableError('timeout') : smtpFailure(error);
          });
      }
    } catch (error) {
      await staged?.discard();
      throw error;
    }
    try {
      await staged?.publish();
    } catch {
      // Once the server has the mail, a folder that fails must not cause it to be sent again.
      await staged?.discard();
      if (transport === null) throw new EmailUnavailableError('sink');
      options.onSinkFailure?.();
    }
  }

  return {
    async send(email, signal) {
      const delivery = deliver(email, signal);
      underWay.add(delivery);
      await delivery.finally(() => underWay.delete(delivery));
    },
    async verify() {
      if (sinkDirectory !== null) await verifySink(sinkDirectory);
      await transport?.verify().catch((error: unknown) => {
        throw smtpFailure(error);
      });
    },
    async close() {
      await Promise.allSettled(underWay);
      transport?.close();
    },
  };
}

function openTransport(smtpUrl: string, options: SmtpSenderOptions) {
  const { timeoutMs, maxConnections, connectTimeoutMs = timeoutMs } = options;
  return nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: maxConnections ?? 5,
    // Enough for a connection that the server closed while it was idle; Temporal does the real retries.
    maxRequeues: 1,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: connectTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function stage(directory: string, messageId: string, message: Buffer): Promise<StagedEmail> {
  try {
    return await stageEmail(directory, messageId, message);
  } catch {
    throw new EmailUnavailableError('sink');
  }
}

async function verifySink(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch {
    throw new EmailUnavailableError('sink');
  }
}
