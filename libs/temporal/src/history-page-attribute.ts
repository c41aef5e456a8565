import type { SearchAttributePair } from '@temporalio/common';
import { historyPageKey } from './search-attributes';

/** The longest Keyword that Temporal's SQL visibility stores. Source: its schema, `VARCHAR(255)`. */
const LONGEST_KEYWORD = 255;

/**
 * The search attribute that leads from a workflow to its page, for the start of the workflow.
 * @param url of the page; `null` where nobody said where the pages are
 * @returns nothing as well where the URL is longer than Temporal takes: the workflow would not be found at all
 */
export function historyPageAttribute(url: string | null): readonly SearchAttributePair[] {
  return url === null || url.length > LONGEST_KEYWORD ? [] : [{ key: historyPageKey, value: url }];
}
