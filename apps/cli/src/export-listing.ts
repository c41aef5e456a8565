import type { Listing } from '@refill/history-client';
import { openOutput } from './atomic-output';
import { knownCount, partOf } from './known-count';
import { startProgress } from './progress';
import type { Terminal } from './terminal';

/** A whole list on its way to a file or stdout. */
export interface ListingExport<Item> {
  readonly listing: Listing<Item>;
  /** `orders`, `contacts`. */
  readonly unit: string;
  /** Asks how many there are; only where a bar is shown. */
  readonly count: () => Promise<number>;
  /** The file; stdout without one. */
  readonly output: string | undefined;
  /** What goes before the first item. */
  readonly head: string;
  /** The items of a page as they are written. */
  readonly text: (items: readonly Item[]) => string;
}

/** Writes a list page by page, with progress; the file appears under its name only once it is whole. */
export async function exportListing<Item>(
  { listing, unit, count: countAll, output: file, head, text }: ListingExport<Item>,
  terminal: Terminal,
): Promise<void> {
  const all = terminal.showsProgress ? await knownCount(countAll()) : null;
  const output = await openOutput(file, terminal);
  const progress = startProgress(terminal, unit);
  let count = 0;
  try {
    if (head !== '') await output.write(head);
    for await (const { items } of listing.pages()) {
      await output.write(text(items));
      count += items.length;
      progress.at({ count, part: partOf(count, all) });
    }
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  } finally {
    progress.stop();
  }
  terminal.say(`${count.toLocaleString('en-US')} ${unit} exported`);
}

/** Items as NDJSON. */
export function ndjson(items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}
