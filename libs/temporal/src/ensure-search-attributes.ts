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
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing: Record<string, temporal.api.enums.v1.IndexedValueType> = {};
  for (const { name, type } of ALL_SEARCH_ATTRIBUTE_KEYS) {
    const wanted = INDEXED_VALUE_TYPE[type];
    const registered = customAttributes[name];
    if (registered === undefined) missing[name] = wanted;
    else if (registered !== wanted) {
      throw new Error(
        `TEMPORAL_SEARCH_ATTRIBUTE_TYPE: the search attribute ${name} of namespace ${namespace} has another type; ` +
          `it must be ${type}. Remove it there, or give Refill a namespace of its own.`,
      );
    }
  }
  if (Object.keys(missing).length > 0) {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  }
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
