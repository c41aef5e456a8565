import { cpuTotals } from './cpu-totals';

it('adds up what the first line says', () => {
  const text = 'cpu  100 1 40 800 9 2 3 45 7 0\ncpu0 50 1 20 400 4 1 2 20 3 0\nintr 9\n';
  expect(cpuTotals(text)).toEqual({ busy: 146, stolen: 45, all: 1_000 });
});

it('refuses anything else', () => {
  expect(() => cpuTotals('nothing')).toThrow('/proc/stat');
});
