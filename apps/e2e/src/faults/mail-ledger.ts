import { readFile } from 'node:fs/promises';
import { partsKilledBy, type PlayedFault } from './fault-player';
import { type MailLedgerEntry, mailLedgerEntrySchema } from './programs/mail-ledger-entry';

/** A mail that the mail server took for good. */
export interface TakenMail {
  readonly messageId: string;
  readonly recipients: readonly string[];
  /** ms since the epoch. */
  readonly at: number;
  /** Whether the mail server came to say so. */
  readonly answered: boolean;
}

/** A mail that was taken a second time, and why. */
export interface DoubledMail {
  readonly messageId: string;
  /** How long after the first time, in ms. */
  readonly afterMs: number;
  /** `null`: nothing that happened explains it. */
  readonly cause: string | null;
}

/** The longest that a worker takes from the mail server's answer to the settled row, in ms: its activity's time limit. */
const SETTLES_WITHIN_MS = 5_000;

/** Reads the mails that the mail server took, in order, by `Message-ID`. */
export async function readMailLedger(file: string): Promise<ReadonlyMap<string, TakenMail[]>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const entries = lines.map((line): MailLedgerEntry =>
    mailLedgerEntrySchema.parse(JSON.parse(line)),
  );
  const mails = new Map<string, TakenMail[]>();
  for (const entry of entries) {
    const known = mails.get(entry.messageId) ?? [];
    mails.set(entry.messageId, known);
    if (entry.event === 'taken') {
      known.push({ ...entry, at: Date.parse(entry.at), answered: false });
    } else {
      const open = known.findLastIndex((mail) => !mail.answered);
      const mail = known[open];
      if (mail !== undefined) known[open] = { ...mail, answered: true };
    }
  }
  return mails;
}

/** The mails that were taken more than once, each repetition with its cause. */
export function doubledMails(
  ledger: ReadonlyMap<string, readonly TakenMail[]>,
  journal: readonly PlayedFault[],
): readonly DoubledMail[] {
  return [...ledger].flatMap(([messageId, mails]) =>
    mails.slice(1).map((mail, index) => {
      const before = mails[index] ?? mail;
      const afterMs = mail.at - before.at;
      return { messageId, afterMs, cause: causeOfRepetition(before, mail, journal) };
    }),
  );
}

/** What kept the first sending from being settled: who died (or refused writes) between taken and settled. */
function causeOfRepetition(
  first: TakenMail,
  second: TakenMail,
  journal: readonly PlayedFault[],
): string | null {
  if (!first.answered) return 'smtp died between accept and answer';
  const settledBy = Math.min(first.at + SETTLES_WITHIN_MS, second.at);
  for (const { fault, from, goneAt, until } of journal) {
    const parts = partsKilledBy(fault);
    if (parts.includes('worker') && from <= settledBy && goneAt >= first.at) {
      return 'worker died between accept and settle';
    }
    const database = parts.includes('postgres') || fault.kind === 'read-only';
    if (database && from <= settledBy && until >= first.at) {
      return `PostgreSQL ${fault.kind === 'read-only' ? 'refused writes' : 'died'} between accept and settle`;
    }
  }
  return null;
}
