import { type HistoryClient, HistoryApiError } from '@refill/history-client';
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
}

/**
 * Stores contacts, some at a time. A line that is wrong, or that the service finds wrong, is rejected and the rest goes on.
 * @param options `dryRun`: only reads; `reject`: told of each line that is not stored
 * @throws HistoryClientError when the service cannot be reached or the token is not enough: then the rest is not tried
 */
export async function importContacts(
  client: Pick<HistoryClient, 'contacts'>,
  rows: AsyncIterable<ReadRow>,
  options: {
    readonly atOnce: number;
    readonly fromLine: number;
    readonly dryRun: boolean;
    readonly signal: AbortSignal;
    readonly reject: (row: RejectedRow) => Promise<void>;
  },
): Promise<ImportResult> {
  const result = { stored: 0, rejected: 0 };
  const reject = async (line: number, reason: string): Promise<void> => {
    result.rejected += 1;
    await options.reject({ line, reason });
  };
  await inParallel(rows, options.atOnce, async (row) => {
    options.signal.throwIfAborted();
    if (row.line < options.fromLine) return;
    if (!row.ok) {
      await reject(row.line, row.reason);
      return;
    }
    if (!options.dryRun) {
      const { customerId, email, name, locale } = row.contact;
      try {
        await client.contacts.put(
          customerId,
          { email, ...(name == null ? {} : { name }), ...(locale == null ? {} : { locale }) },
          { signal: options.signal },
        );
      } catch (error) {
        if (!(error instanceof HistoryApiError) || error.status !== 400) throw error;
        // The server names what is wrong, never what stands there.
        const wrong = error.errors.map(({ path, expected }) => `${path}: ${expected}`).join('; ');
        await reject(row.line, `${error.code}${wrong === '' ? '' : ` (${wrong})`}`);
        return;
      }
    }
    result.stored += 1;
  });
  return result;
}
