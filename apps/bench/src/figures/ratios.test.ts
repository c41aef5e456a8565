import { ratiosOf } from './ratios';

it('divides the figures of the same round', () => {
  expect(
    ratiosOf({
      'Refill: orders/s': [10, 30],
      'ceiling B: orders/s': [20, 20],
      'naive: orders/s': [5, 10],
      'Refill: burst, deferred of 400': [3, 4],
    }),
  ).toEqual({
    'Refill ÷ ceiling B: orders/s': [0.5, 1.5],
    'Refill ÷ naive: orders/s': [2, 3],
  });
});

it('leaves out what only one side has, and rounds that were broken off', () => {
  expect(
    ratiosOf({
      'ingestion: start to ready, ms': [900],
      'notification → 200: p50, ms': [30, 20, 10],
      'ceiling B, fixed arrivals: signalWithStart, p50, ms': [15, 10],
    }),
  ).toEqual({ "notification → 200 ÷ ceiling B's signalWithStart: p50": [2, 2] });
});

it('has names without units', () => {
  const names = Object.keys(
    ratiosOf({
      'ingestion, 16 at once: CPU ms per fresh order, all': [18],
      'ceiling A, 16 at once: CPU ms per fresh order, all': [12],
      'Refill: worker memory per 1,000 open orders, MB': [120],
      'ceiling B: worker memory per 1,000 open orders, MB': [100],
    }),
  );
  expect(names).toEqual([
    'ingestion, 16 at once ÷ ceiling A, 16 at once: CPU per fresh order, all',
    'Refill ÷ ceiling B: worker memory per 1,000 open orders',
  ]);
});
