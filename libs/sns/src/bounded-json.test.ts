import fc from 'fast-check';
import { maxValues, readBoundedJson } from './bounded-json';

const refused = { ok: false, reason: 'too-many-values' };

describe('readBoundedJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(readBoundedJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['', '{', '{"a":1,}', '"', '"\\', '\\"', 'undefined'])('says that %j is none', (text) => {
    expect(readBoundedJson(text)).toEqual({ ok: false, reason: 'not-json' });
  });

  it('counts values on all levels, up to the last one allowed', () => {
    // The array itself is one, too.
    const list = (count: number) => `[${Array(count).fill('0').join(',')}]`;
    expect(readBoundedJson(list(maxValues))).toMatchObject({ ok: true });
    expect(readBoundedJson(list(maxValues + 1))).toEqual(refused);
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(readBoundedJson(nested(maxValues))).toMatchObject({ ok: true });
    expect(readBoundedJson(nested(maxValues + 1))).toEqual(refused);
  });

  it('does not count what stands in texts, however it is escaped', () => {
    for (const text of ['[{,', '\\', '"', '\\"[{,', '\\\\']) {
      const value = { [text.repeat(30_000)]: text.repeat(30_000) };
      expect(readBoundedJson(JSON.stringify(value))).toEqual({ ok: true, value });
    }
  });
});
