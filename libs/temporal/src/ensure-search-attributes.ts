import type { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { ALL_SEARCH_ATTRIBUTE_KEYS } from './search-attributes';

const { IndexedValueType } = temporal.api.enums.v1;

const INDEXED_VALUE_TYPE: Readonly<
  Record<SearchAttributeType, temporal.api.enums.v1.IndexedValueType>
> = {
  TEXT: IndexedValueType.INDEXED_VALUE_TYPE_TEXT,
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  INT: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  DOUBLE: IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  KEYWORD_LIST: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
};

/**
 * Registers the search attributes that the namespace lacks, so that no order fails for want of one.
 *
 * Safe to call from several services at once.
 * @throws Error `TEMPORAL_SEARCH_ATTRIBUTE_TYPE` when one exists with another type; the SDK's gRPC errors
 * when the server is down, or does not let us (Temporal Cloud: add them with `tcld` or in its UI)
 */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<void> {
  const { missing, otherType } = await missingSearchAttributes(connection, namespace);
  if (otherType.length > 0) {
    throw new Error(
      `TEMPORAL_SEARCH_ATTRIBUTE_TYPE: search attributes of namespace ${namespace} have another type than they must: ` +
        `${otherType.join(', ')}. Remove them there, or give Refill a namespace of its own.`,
    );
  }
  if (missing.length > 0) {
    const searchAttributes = Object.fromEntries(
      ALL_SEARCH_ATTRIBUTE_KEYS.filter(({ name }) => missing.includes(name)).map(
        ({ name, type }) => [name, INDEXED_VALUE_TYPE[type]],
      ),
    );
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  }
}

/** What a namespace lacks. */
export interface SearchAttributeGaps {
  /** Names of those that are not registered. */
  readonly missing: readonly string[];
  /** Those that are registered with another type, each with the one it must have: `PlacedAt (DATETIME)`. */
  readonly otherType: readonly string[];
}

/** Which search attributes a namespace lacks. @throws the SDK's gRPC errors */
export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<SearchAttributeGaps> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing: string[] = [];
  const otherType: string[] = [];
  for (const { name, type } of ALL_SEARCH_ATTRIBUTE_KEYS) {
    const registered = customAttributes[name];
    if (registered === undefined) missing.push(name);
    else if (registered !== INDEXED_VALUE_TYPE[type]) otherType.push(`${name} (${type})`);
  }
  return { missing, otherType };
}

/**
 * Registers every search attribute on a server that cannot list them (the time-skipping test server).
 * @throws the SDK's gRPC errors
 */
export async function addAllSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<void> {
  const searchAttributes = Object.fromEntries(
    ALL_SEARCH_ATTRIBUTE_KEYS.map(({ name, type }) => [name, INDEXED_VALUE_TYPE[type]]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}
