import { BARS, barOf } from './bars';
import { BENCH_PARTS } from './bench-options';
import type { Figures } from './recorder';
import { missedBars, verdictsOf } from './verdicts';

function measured(bars: Figures['bars']): Figures {
  return { bars, rates: {} };
}

describe('verdictsOf', () => {
  it.each([
    ['at least, by the median', 'naive', [1.4, 1.5, 9], 'pass'],
    ['at least, missed', 'naive', [9, 1.4, 1.4], 'FAIL'],
    ['at most, by the median', 'burst', [0.5, 0.1, 0.9], 'pass'],
    ['at most, missed', 'burst', [0.6], 'FAIL'],
    ['at most, by the least', 'historyEvents', [18, 24, 24], 'pass'],
    ['no rounds', 'naive', [], 'not measured'],
  ] as const)('%s', (_, figure, values, verdict) => {
    expect(verdictsOf(measured({ [figure]: values }), [barOf(figure)])).toMatchObject([
      { figure, verdict },
    ]);
  });

  it('tells what ceiling B reaches beside naive orders, by the median of the rounds that both have', () => {
    const rates = { 'ceiling B: orders/s': [20, 30, 99], 'naive: orders/s': [10, 10] };
    expect(verdictsOf({ bars: { naive: [1.2] }, rates }, [barOf('naive')])).toMatchObject([
      { best: 2.5, verdict: 'FAIL' },
    ]);
    expect(verdictsOf(measured({ naive: [1.2] }), [barOf('naive')])).toMatchObject([
      { best: null },
    ]);
  });

  it('tells of every bar, in the order of the bars', () => {
    expect(verdictsOf(measured({ naive: [2] })).map(({ figure }) => figure)).toEqual(
      BARS.map(({ figure }) => figure),
    );
  });
});

describe('missedBars', () => {
  const missed = (...args: Parameters<typeof missedBars>): readonly string[] =>
    missedBars(...args).map(({ figure }) => figure);
  const bars = ['historyEvents', 'frontendCalls', 'naive'] as const;
  const verdicts = (rounds: Figures['bars']): ReturnType<typeof verdictsOf> =>
    verdictsOf(measured(rounds), bars.map(barOf));

  it('counts what was measured and not reached', () => {
    const some = verdicts({ historyEvents: [19], frontendCalls: [4] });
    expect(missed(some, { parts: ['counts'], temporalAddress: null })).toEqual(['historyEvents']);
  });

  it('counts what was not measured when its part was asked for', () => {
    const none = verdicts({});
    expect(missed(none, { parts: BENCH_PARTS, temporalAddress: null })).toEqual([...bars]);
    expect(missed(none, { parts: ['pure'], temporalAddress: null })).toEqual([]);
  });

  it('does not count what another server does not tell', () => {
    const none = verdicts({ historyEvents: [18], naive: [2] });
    expect(missed(none, { parts: BENCH_PARTS, temporalAddress: 'host:7233' })).toEqual([]);
  });
});
