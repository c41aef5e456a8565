import { answerOf } from './answer-of';
import type { TakeOutcome } from './take-outcome';

const table: readonly (readonly [TakeOutcome, number])[] = [
  [{ kind: 'taken', effect: 'signalled' }, 200],
  [{ kind: 'taken', effect: 'recorded-late' }, 200],
  [{ kind: 'taken', effect: 'known' }, 200],
  [{ kind: 'confirmed' }, 200],
  [{ kind: 'unsubscribed' }, 200],
  [{ kind: 'quarantined', code: 'DRS_INVALID' }, 200],
  [{ kind: 'deferred' }, 200],
  [{ kind: 'unavailable', code: 'HISTORY_UNAVAILABLE' }, 503],
  [{ kind: 'untrusted', code: 'SNS_BAD_SIGNATURE' }, 403],
  [{ kind: 'malformed', code: 'SNS_NOT_JSON', problems: [] }, 400],
];

describe('answerOf', () => {
  it.each(table)('%j is answered %d', (outcome, status) => {
    expect(answerOf(outcome).status).toBe(status);
  });

  it('names the code and what is wrong with an envelope', () => {
    const problems = [{ path: 'Signature', expected: 'a string' }];
    expect(answerOf({ kind: 'malformed', code: 'SNS_INVALID_ENVELOPE', problems })).toMatchObject({
      code: 'SNS_INVALID_ENVELOPE',
      problems,
    });
  });
});
