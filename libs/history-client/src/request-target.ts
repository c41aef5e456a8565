import { HistoryArgumentError } from './history-client-error';

/** What a parameter of a query may be: a `Date` is written as ISO 8601, a list as the name repeated. */
export type QueryValue = string | number | Date | readonly string[] | undefined;

/** The parameters of a query; what is `undefined` is left out. */
export type Query = Readonly<Record<string, QueryValue>>;

/**
 * Fills the names in a route with what they stand for.
 * @param route such as `/v1/orders/{orderId}`
 * @throws HistoryArgumentError when an id cannot be one
 */
export function pathOf(route: string, params: Readonly<Record<string, string>>): string {
  return route.replace(/\{(\w+)\}/g, (_match, name: string) => encodeId(name, params[name]));
}

/**
 * Writes a query with its question mark; empty without parameters.
 * @throws HistoryArgumentError when a date is none
 */
export function queryOf(query: Query): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const values = isList(value) ? value : [textOf(name, value)];
    for (const each of values) written.append(name, each);
  }
  return written.size === 0 ? '' : `?${written.toString()}`;
}

function encodeId(name: string, id: unknown): string {
  // A path with a dot or nothing in the place of an id would name something else.
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..') {
    throw new HistoryArgumentError(`${name}: expected an id`);
  }
  try {
    return encodeURIComponent(id);
  } catch {
    throw new HistoryArgumentError(`${name}: expected well-formed Unicode`);
  }
}

function isList(value: QueryValue): value is readonly string[] {
  return Array.isArray(value);
}

function textOf(name: string, value: string | number | Date): string {
  // No instanceof: a Date may come from another realm, as in Jest.
  if (typeof value !== 'object') return String(value);
  if (Number.isNaN(value.getTime())) throw new HistoryArgumentError(`${name}: expected a date`);
  return value.toISOString();
}
