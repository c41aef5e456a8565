import { type ContactCalls, HistoryApiError } from '@refill/history-client';
import type { ReadRow } from './contact-rows';
import { inParallel } from './in-parallel';

/** A line that was not stored. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
}

/** How an import went. */
export interface ImportResult {
  readonly stored: number;
  readonly rejected: number;
  /** What ended it before the end of the file, and the line to go on from. */
  readonly broken: { readonly error: unknown; readonly line: number } | null;
}

/** What stores contacts. */
export interface ContactStore {
  readonly contacts: Pick<ContactCalls, 'put'>;
}

/** How contacts are imported. */
export interface ImportOptions {
  /** How many are stored at once. */
  readonly atOnce: number;
  /** Lines before this one are only read. */
  readonly fromLine: number;
  /** Only reads. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  /** Told of each line that is not stored. */
  readonly reject: (row: RejectedRow) => Promise<void>;
  /** @param handled how many lines are stored or rejected by now */
  readonly onProgress: (handled: number) => void;
}

/**
 * Stores contacts, some at a time. A line that is wrong, or that the service finds wrong, is rejected and the rest goes
 * on; where the service cannot be reached, or the token is not enough, the rest is not tried.
 */
export async function importContacts(
  client: ContactStore,
  rows: AsyncIterable<ReadRow>,
  options: ImportOptions,
): Promise<ImportResult> {
  const { signal, dryRun, fromLine, reject, onProgress } = options;
  const underWay = new Set<number>();
  let stored = 0;
  let rejected = 0;
  let lastLine = 0;

  async function handle(row: ReadRow): Promise<void> {
    const reason = row.ok ? (dryRun ? null : await store(client, row, signal)) : row.reason;
    if (reason === null) {
      stored += 1;
      return;
    }
    rejected += 1;
    await reject({ line: row.line, reason });
  }

  try {
    await inParallel(rows, options.atOnce, async (row) => {
      lastLine = Math.max(lastLine, row.line);
      if (row.line < fromLine) return;
      underWay.add(row.line);
      signal.throwIfAborted();
      await handle(row);
      underWay.delete(row.line);
      onProgress(stored + rejected);
    });
    return { stored, rejected, broken: null };
  } catch (error) {
    // Lines that failed are still under way; those before them are done.
    const line = Math.max(fromLine, underWay.size === 0 ? lastLine + 1 : Math.min(...underWay));
    return { stored, rejected, broken: { error, line } };
  }
}

/** @returns why the service finds it wrong, without what stands there; `null` when it is stored */
async function store(
  client: ContactStore,
  { contact }: Extract<ReadRow, { ok: true }>,
  signal: AbortSignal,
): Promise<string | null> {
  const { customerId, email, name, locale } = contact;
  try {
    await client.contacts.put(
      customerId,
      { email, ...(name == null ? {} : { name }), ...(locale == null ? {} : { locale }) },
      { signal },
    );
    return null;
  } catch (error) {
    if (!(error instanceof HistoryApiError) || error.status !== 400) throw error;
    const wrong = error.errors.map(({ path, expected }) => `${path}: ${expected}`).join('; ');
    return `${error.code}${wrong === '' ? '' : ` (${wrong})`}`;
  }
}
