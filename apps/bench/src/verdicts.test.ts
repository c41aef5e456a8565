import { BARS, barOf } from './bars';
import { BENCH_PARTS } from './bench-options';
import { missedBars, verdictsOf } from './verdicts';

describe('verdictsOf', () => {
  it.each([
    ['at least, by the median', 'naive', [1.4, 1.5, 9], 'pass'],
    ['at least, missed', 'naive', [9, 1.4, 1.4], 'FAIL'],
    ['at most, by the median', 'burst', [0.5, 0.1, 0.9], 'pass'],
    ['at most, missed', 'burst', [0.6], 'FAIL'],
    ['at most, by the least', 'historyEvents', [18, 24, 24], 'pass'],
    ['no rounds', 'naive', [], 'not measured'],
  ] as const)('%s', (_, figure, values, verdict) => {
    expect(verdictsOf({ [figure]: values }, [barOf(figure)])).toMatchObject([{ figure, verdict }]);
  });

  it('tells of every bar, in the order of the bars', () => {
    expect(verdictsOf({ naive: [2] }).map(({ figure }) => figure)).toEqual(
      BARS.map(({ figure }) => figure),
    );
  });
});

describe('missedBars', () => {
  const missed = (...args: Parameters<typeof missedBars>): readonly string[] =>
    missedBars(...args).map(({ figure }) => figure);
  const bars = ['historyEvents', 'frontendCalls', 'naive'] as const;
  const verdicts = (rounds: Parameters<typeof verdictsOf>[0]): ReturnType<typeof verdictsOf> =>
    verdictsOf(rounds, bars.map(barOf));

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
