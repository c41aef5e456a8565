import { z } from 'zod';
import { boundedEntries, maxEntries, maxProblems } from './bounded-entries';

const numbers = boundedEntries(z.object({ n: z.number({ error: 'a number' }) }));
const problemsOf = (value: unknown) =>
  numbers.safeParse(value).error?.issues.map(({ path, message }) => [path.join('.'), message]);

describe('boundedEntries', () => {
  it('reads every entry', () => {
    const most = Array.from({ length: maxEntries }, (_, n) => ({ n, more: true }));
    expect(numbers.parse(most)).toEqual(most.map(({ n }) => ({ n })));
    expect(numbers.parse([])).toEqual([]);
  });

  it.each([{}, { length: 1 }, 'text', null, undefined])('refuses %j', (value) => {
    expect(problemsOf(value)).toEqual([['', 'an array']]);
  });

  it('looks at no entry where there are too many', () => {
    const entries = Array.from({ length: maxEntries + 1 }, () => ({
      get n(): number {
        throw new Error('was looked at');
      },
    }));
    expect(problemsOf(entries)).toEqual([['', 'at most 1000 entries']]);
  });

  it('names the entries that are wrong, as many as are told', () => {
    expect(problemsOf([{ n: 1 }, { n: 'x' }, { n: 2 }, {}])).toEqual([
      ['1.n', 'a number'],
      ['3.n', 'a number'],
    ]);
    expect(problemsOf(Array(maxEntries).fill({}))).toHaveLength(maxProblems);
  });
});
