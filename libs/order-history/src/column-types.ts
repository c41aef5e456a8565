import type { ColumnType } from 'kysely';

/** JSON: written as text, `unknown` when read, so that no reader can skip validating it. */
export type Json = ColumnType<unknown, string, string>;
/** Set when the row is written and never again. */
export type Fixed<T> = ColumnType<T, T, never>;
/** Set by the database when the row is written; updated only where the type says so. */
export type Timestamped<Update = never> = ColumnType<string, never, Update>;
