import { oneLine } from './harmless-text';
import { type Column, tableText } from './table';
import type { Terminal } from './terminal';

/** How results are written. */
export interface OutputOptions {
  /** One JSON document. */
  readonly json?: boolean | undefined;
  /** One JSON document per line. */
  readonly ndjson?: boolean | undefined;
}

/**
 * Writes a list: as a table on a screen, as lines of tabs for programs without a flag, or as JSON.
 * Nothing is written before the first item has come, so that a refused request leaves no half a result.
 * @param items read as they are written: a list may be long
 */
export async function writeList<Item>(
  items: AsyncIterable<Item>,
  columns: readonly Column<Item>[],
  { json = false, ndjson = false }: OutputOptions,
  terminal: Terminal,
): Promise<number> {
  let count = 0;
  if (json) {
    for await (const item of items) {
      await terminal.write(`${count === 0 ? '[\n' : ',\n'}${JSON.stringify(item)}`);
      count += 1;
    }
    await terminal.write(count === 0 ? '[]\n' : '\n]\n');
    return count;
  }
  if (ndjson) {
    for await (const item of items) {
      await terminal.write(`${JSON.stringify(item)}\n`);
      count += 1;
    }
    return count;
  }
  if (!terminal.isScreen) {
    const head = `${columns.map((column) => column.head).join('\t')}\n`;
    for await (const item of items) {
      if (count === 0) await terminal.write(head);
      await terminal.write(`${columns.map(({ value }) => oneLine(value(item))).join('\t')}\n`);
      count += 1;
    }
    if (count === 0) await terminal.write(head);
    return count;
  }
  const rows = await collect(items);
  if (rows.length > 0) await terminal.show(tableText(rows, columns, terminal));
  return rows.length;
}

/** Writes one thing: as JSON if that was asked for, else as text. */
export async function writeOne(
  value: unknown,
  text: () => string,
  { json = false, ndjson = false }: OutputOptions,
  terminal: Terminal,
): Promise<void> {
  if (ndjson) await terminal.write(`${JSON.stringify(value)}\n`);
  else if (json) await terminal.write(`${JSON.stringify(value, null, 2)}\n`);
  else await terminal.show(text());
}

/** The first items of a list. @param limit `null`: all of them */
export async function* take<Item>(
  items: AsyncIterable<Item>,
  limit: number | null,
): AsyncGenerator<Item, void> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}

/** All items of a list that is known to be short. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
