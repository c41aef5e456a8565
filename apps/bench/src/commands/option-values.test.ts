import { count, counts, serverOptions } from './option-values';

it.each(['0', '-1', '1.5', 'many', ''])('takes no %j for a number', (text) => {
  expect(() => count(text)).toThrow('expected 1 or more');
});

it('reads numbers in any order', () => {
  expect(counts('50000,1000,10000')).toEqual([1_000, 10_000, 50_000]);
});

it('asks for a server of its own unless told', () => {
  expect(serverOptions({ storage: 'file' })).toEqual({
    storage: 'file',
    temporalAddress: null,
    temporalBinary: null,
  });
});
