import type { EmailItem } from './email-section';
import type { Wording } from './wording';

/** More than a person reads, and Gmail cuts a mail at 102 kB. Amazon allows 1,000 slots in one notification. */
const MOST_ITEMS = 20;

/** Makes a list of the first 20 entries; a last item says how many more there are. */
export function itemsUpTo<Entry>(
  entries: readonly Entry[],
  itemOf: (entry: Entry) => EmailItem,
  { words, formats }: Wording,
): readonly EmailItem[] {
  const shown = entries.slice(0, MOST_ITEMS).map(itemOf);
  const hidden = entries.length - shown.length;
  if (hidden === 0) return shown;
  const count = formats.quantity(hidden, null);
  return [...shown, { title: words.label('more', { count }), notes: [] }];
}
