import { count, counts, serverOptions } from './option-values';

it.each(['0', '-1', '1.5', 'many', '', '1e3', '0x10', '99999999999'])(
  'takes no %j for a number',
  (text) => {
    expect(() => count(text)).toThrow('Expected a whole number, 1 or more.');
  },
);

it('reads numbers in any order, each once', () => {
  expect(counts('50000,1000,10000,1000')).toEqual([1_000, 10_000, 50_000]);
});

it('asks for a server of its own unless told', () => {
  expect(serverOptions({ storage: 'file' })).toEqual({
    storage: 'file',
    temporalAddress: null,
    temporalBinary: null,
  });
});
