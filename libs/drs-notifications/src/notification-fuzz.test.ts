import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { drsNotificationSchema } from './notification-schema';
import { parseNotification } from './parse-notification';
import { awsSigned, sample, sampleNames } from './test-support/messages';

const messages = [
  ...sampleNames.map(sample),
  ...['order-placed', 'item-shipped', 'subscription-changed'].map(awsSigned),
];
const anyMessage = fc.constantFrom(...messages);

/** Every name of a field that occurs in a sample. */
const names = [...new Set(messages.flatMap((message) => keysIn(JSON.parse(message))))];

/** Every character that there is, halves of pairs and controls among them. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});
const nastyText = fc.oneof(
  anyText,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', '\0', '\ud800', '__proto__', 'constructor', '2016-02-30T00:00:00Z'),
  fc.constantFrom('a'.repeat(255), 'a'.repeat(256), 'a'.repeat(100_000), ' '.repeat(50_000)),
);
const deep = fc
  .tuple(fc.constantFrom('[', '{"a":'), fc.integer({ min: 1, max: 500 }))
  .map(([bracket, depth]) => {
    const close = bracket === '[' ? ']' : '}';
    const value: unknown = JSON.parse(`${bracket.repeat(depth)}0${close.repeat(depth)}`);
    return value;
  });
const anyValue = fc.oneof(
  { weight: 4, arbitrary: nastyText },
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: deep },
  {
    weight: 2,
    arbitrary: fc.constantFrom([], {}, [[]], [{}], -1, -0, 1e308, 5e-324, 2 ** 53, true, null),
  },
  { weight: 1, arbitrary: fc.constantFrom(1_000, 1_001).map((length) => Array(length).fill({})) },
);
const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'default', 'toString') },
  { weight: 1, arbitrary: nastyText },
);

type Edit = (message: string) => string;
/** One change of one object or array somewhere in a message, or of its characters. */
const change: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(fc.nat(), fc.nat())
    .map(([at, which]) => inside(at, (e) => e.filter((_, i) => i !== which % e.length))),
  fc
    .tuple(fc.nat(), fc.nat(), anyName)
    .map(([at, which, name]) =>
      inside(at, (e) => e.map(([n, value], i) => [i === which % e.length ? name : n, value])),
    ),
  fc
    .tuple(fc.nat(), fc.nat(), anyValue)
    .map(([at, which, value]) =>
      inside(at, (e) => e.map(([n, old], i) => [n, i === which % e.length ? value : old])),
    ),
  fc
    .tuple(fc.nat(), anyName, anyValue)
    .map(([at, name, value]) => inside(at, (e) => [...e, [name, value]])),
  fc.tuple(fc.nat(), fc.nat(40), nastyText).map(([at, length, text]) => (message: string) => {
    const start = at % (message.length + 1);
    return message.slice(0, start) + text + message.slice(start + length);
  }),
  fc.constantFrom<Edit>(
    (message) => JSON.stringify({ default: message }),
    (message) => `{"default":${message},"https":${message}}`,
    (message) => `{"__proto__":${message}}`,
    (message) => JSON.stringify(message),
    (message) => `[${message}]`,
    (message) => ` \n${message}\t`,
    (message) => `\ufeff${message}`,
  ),
);

type Entries = readonly (readonly [string, unknown])[];
/** Edits one of the objects of a message, written so that keys can be repeated. */
function inside(at: number, edit: (entries: Entries) => Entries): Edit {
  return (message) => {
    const root = read(message);
    const objects = objectsIn(root);
    const chosen = objects[at % objects.length];
    if (chosen === undefined) return message;
    const written = (value: unknown): string => {
      if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
      const entries = Object.entries(value);
      const edited = value === chosen ? edit(entries) : entries;
      return Array.isArray(value)
        ? `[${edited.map(([, inner]) => written(inner)).join(',')}]`
        : `{${edited.map(([name, inner]) => `${JSON.stringify(name)}:${written(inner)}`).join(',')}}`;
    };
    return written(root);
  };
}
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
/** The objects and arrays of a value, down to a depth that no notification has. */
function objectsIn(value: unknown, depth = 8): readonly object[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return [value, ...Object.values(value).flatMap((inner) => objectsIn(inner, depth - 1))];
}
function keysIn(value: unknown): readonly string[] {
  return objectsIn(value).flatMap((object) => (Array.isArray(object) ? [] : Object.keys(object)));
}

/** Like `expect`, but for use a million times. */
function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const codes = ['DRS_NOT_JSON', 'DRS_UNKNOWN_TYPE', 'DRS_INVALID'];
/** The only words that may stand in the path of a problem: names we read, never a message's own text. */
const pathOf = /^([A-Za-z]+(\.[A-Za-z]+|\[\d+\])*)?$/;

/** Parses a message and makes sure that what comes out is one of the documented results. */
function parseSoundly(message: string): boolean {
  const result = parseNotification(message);
  if (result.ok) {
    demand(Object.keys(result).join() === 'ok,notification', 'a result of another shape');
    const stored: unknown = JSON.parse(JSON.stringify(result.notification));
    const known = drsNotificationSchema.safeParse(stored);
    demand(known.success, 'a notification of another shape');
    demand(isDeepStrictEqual(known.data, stored), 'more than there should be');
    return true;
  }
  demand(Object.keys(result).join() === 'ok,code,problems', 'a result of another shape');
  demand(codes.includes(result.code), `the code ${result.code}`);
  demand(result.problems.length > 0 && result.problems.length <= 20, 'no problem, or too many');
  for (const { path, expected } of result.problems) {
    demand(pathOf.test(path) && path.length < 200 && expected.length > 0, 'another problem');
    const steps = path.split(/[.[\]\d]+/).filter((step) => step !== '');
    demand(
      steps.every((step) => names.includes(step) || step === 'subscribed'),
      `the path ${path}`,
    );
  }
  return false;
}

describe('parseNotification, whatever comes', () => {
  it('gives one of its results for any text', () => {
    fc.assert(
      fc.property(nastyText, (message) => void parseSoundly(message)),
      { numRuns: 4_000 },
    );
  });

  it('gives one of its results for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (message) => void parseSoundly(message)),
      { numRuns: 6_000 },
    );
  });

  it('gives one of its results for any object with the names of its fields', () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(anyName, fc.oneof({ maxDepth: 4 }, anyValue, tie('tree')), {
        maxKeys: 6,
      }),
    }));
    fc.assert(
      fc.property(tree, anyMessage, (value, message) => {
        const kept: unknown = JSON.parse(message);
        parseSoundly(JSON.stringify({ ...Object(kept), ...value }));
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives one of its results for any sample changed', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        anyMessage,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (message, edits) => {
          if (parseSoundly(edits.reduce((text, edit) => edit(text), message))) accepted += 1;
          else refused += 1;
        },
      ),
      { numRuns: 12_000 },
    );
    // Both happen often, or the changes would be too wild, or too tame, to find anything.
    expect(Math.min(accepted, refused)).toBeGreaterThan(1_500);
  });
});
