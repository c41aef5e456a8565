import { parsePromql } from './promql-expression';

it.each([
  ['up', [{ metric: 'up', labels: [] }], []],
  [
    'sum by (le, kind) (rate(x_bucket{kind="a", status=~"5.."}[5m] offset 1d)) / sum(y) > 0.5',
    [
      { metric: 'x_bucket', labels: ['kind', 'status'] },
      { metric: 'y', labels: [] },
    ],
    ['le', 'kind'],
  ],
  [
    'absent(a) or absent(b)',
    [
      { metric: 'a', labels: [] },
      { metric: 'b', labels: [] },
    ],
    [],
  ],
])('reads %s', (text, selectors, groupings) => {
  expect(parsePromql(text)).toEqual({ selectors, groupings });
});

it.each(['', 'sum(', 'sum by le (x)', 'x{a=b}', 'rate(x[5minutes])', 'x > > 1', '{a="b"}', 'x)'])(
  'refuses %j',
  (text) => {
    expect(() => parsePromql(text)).toThrow();
  },
);
