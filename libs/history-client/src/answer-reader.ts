import { HistoryAnswerError } from './history-client-error';
import type { Open } from './open-union';

/** What a reader expects, to be compared with the server's own description. */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' | 'record' | 'any' }
  | { readonly kind: 'one-of'; readonly known: readonly string[] }
  | { readonly kind: 'nullable' | 'list' | 'added'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Shape>> };

/** Makes a value of an answer one of a type, or refuses it. */
export interface Reader<T> {
  readonly shape: Shape;
  /**
   * Reads what stands in an answer.
   * @param value as it was parsed; `undefined` where the answer has nothing
   * @param at its path in the answer, for the error
   * @throws HistoryAnswerError when it is something else
   */
  readonly read: (value: unknown, at: string) => T;
}

/** Reads a text. */
export const text: Reader<string> = {
  shape: { kind: 'text' },
  read: (value, at) => (typeof value === 'string' ? value : refuse(at, 'a text')),
};

/** Reads a number. */
export const number: Reader<number> = {
  shape: { kind: 'number' },
  read: (value, at) => (typeof value === 'number' ? value : refuse(at, 'a number')),
};

/** Reads true or false. */
export const flag: Reader<boolean> = {
  shape: { kind: 'flag' },
  read: (value, at) => (typeof value === 'boolean' ? value : refuse(at, 'true or false')),
};

/** Reads an object of which the names are not known beforehand. */
export const record: Reader<Readonly<Record<string, unknown>>> = {
  shape: { kind: 'record' },
  read: (value, at) => (isRecord(value) ? value : refuse(at, 'an object')),
};

/** Reads whatever stands there; what an older server does not send is `null`. */
export const anything: Reader<unknown> = {
  shape: { kind: 'any' },
  read: (value) => value ?? null,
};

/** Reads a text that is one of these, or a value that a newer server has. */
export function oneOf<const Known extends string>(known: readonly Known[]): Reader<Open<Known>> {
  return { shape: { kind: 'one-of', known }, read: text.read };
}

/** Reads what may be `null`; what an older server does not send is `null` too. */
export function nullable<T>(of: Reader<T>): Reader<T | null> {
  return {
    shape: { kind: 'nullable', of: of.shape },
    read: (value, at) => (value === null || value === undefined ? null : of.read(value, at)),
  };
}

/** Reads what every server sends since some version: from an older one it is `null`. */
export function added<T>(of: Reader<T>): Reader<T | null> {
  return { shape: { kind: 'added', of: of.shape }, read: nullable(of).read };
}

/** Reads a list; one that an older server does not send is empty. */
export function listOf<T>(of: Reader<T>): Reader<readonly T[]> {
  return {
    shape: { kind: 'list', of: of.shape },
    read: (value, at) => {
      if (value === undefined) return [];
      if (!Array.isArray(value)) return refuse(at, 'a list');
      const items: readonly unknown[] = value;
      return items.map((item, index) => of.read(item, `${at}[${String(index)}]`));
    },
  };
}

/** Reads an object. Fields that are not named here, those of a newer server, stay as they came. */
export function objectOf<T extends object>(fields: {
  readonly [Name in keyof T]-?: Reader<T[Name]>;
}): Reader<T> {
  return {
    shape: { kind: 'object', fields: shapesOf(fields) },
    read: (value, at) => {
      if (!isRecord(value)) return refuse(at, 'an object');
      const part: Partial<T> = {};
      for (const name in fields) part[name] = fields[name].read(value[name], `${at}.${name}`);
      const result: Partial<T> = { ...value, ...part };
      return isWhole(result, fields) ? result : refuse(at, 'all fields');
    },
  };
}

function shapesOf(fields: Readonly<Record<string, Reader<unknown>>>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(fields).map(([name, { shape }]) => [name, shape]));
}

function isWhole<T extends object>(part: Partial<T>, fields: object): part is T {
  return Object.keys(fields).every((name) => name in part);
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The value itself stays out of the error: it may be personal data.
function refuse(at: string, expected: string): never {
  throw new HistoryAnswerError(`${at}: expected ${expected}`);
}
