import { listOf, nullable, objectOf, type Reader, text } from './answer-reader';
import type { CallOptions } from './history-connection';
import { HistoryAnswerError } from './history-client-error';

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the list goes on; `null` on the last page. */
  readonly nextCursor: string | null;
}

/** Which page of a list is wanted. */
export interface PageOptions extends CallOptions {
  /** How many at most; the server has its own default and maximum. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the page before; the first page without one. */
  readonly cursor?: string | undefined;
}

/** How a whole list is read. */
export interface ListOptions extends CallOptions {
  /** How many are asked for at once; the server has its own default and maximum. */
  readonly pageSize?: number | undefined;
  /** Where to start: a `nextCursor`; at the beginning without one. */
  readonly cursor?: string | undefined;
}

/** A whole list, read page by page as it is iterated; each iteration starts anew. */
export interface Listing<T> extends AsyncIterable<T> {
  /** The same page by page, with the cursor to go on from after each. */
  pages(): AsyncIterable<Page<T>>;
}

/** Reads a page. */
export function pageOf<T>(item: Reader<T>): Reader<Page<T>> {
  return objectOf<Page<T>>({ items: listOf(item), nextCursor: nullable(text) });
}

/** Makes a list of what reads one page of it. */
export function listingOf<T>(
  options: ListOptions,
  readPage: (options: PageOptions) => Promise<Page<T>>,
): Listing<T> {
  const { signal, pageSize: limit } = options;
  async function* pages(): AsyncGenerator<Page<T>, void> {
    let cursor = options.cursor;
    for (;;) {
      const page = await readPage({ signal, limit, cursor });
      yield page;
      if (page.nextCursor === null) return;
      if (page.nextCursor === cursor) {
        throw new HistoryAnswerError('nextCursor: expected another than that of the page before');
      }
      cursor = page.nextCursor;
    }
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { items } of pages()) yield* items;
    },
  };
}
