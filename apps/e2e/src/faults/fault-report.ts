import type { DoubledMail } from './mail-ledger';
import type { OutcomeOfRun } from './outcome-of-run';
import type { DeliveryFigures } from './sns-like-delivery';

/** What a run was, for its report. */
export interface RunFigures {
  readonly seed: number;
  readonly orders: number;
  readonly delivery: DeliveryFigures;
  /** By part. */
  readonly kills: ReadonlyMap<string, number>;
  /** Faults that killed nobody, by name. */
  readonly otherFaults: ReadonlyMap<string, number>;
  /** How often a service ended by itself. */
  readonly endedByItself: number;
  readonly outcome: OutcomeOfRun;
  readonly doubledMails: readonly DoubledMail[];
  /** From the first order to the last 200, and from there until all was settled, in ms. */
  readonly loadMs: number;
  readonly settleMs: number;
}

/** A soak may have much to tell. */
const MOST_LINES = 30;

/** The figures of a run as a table for people. */
export function reportOf(run: RunFigures): string {
  const { delivery, outcome } = run;
  const flaws = (kind: string): number =>
    [...outcome.flaws.values()].filter((all) => all.some((flaw) => flaw.kind === kind)).length;
  const mails = [...outcome.ledger.values()];
  const kills = [...run.kills.values()].reduce((sum, count) => sum + count, 0);
  const rows: readonly (readonly [string, string | number])[] = [
    ['seed (REFILL_FAULTS_SEED)', run.seed],
    ['orders', run.orders],
    ['notifications', delivery.messages],
    ['deliveries attempted', delivery.attempts],
    ['  of them repetitions by chance', delivery.repeated],
    ...[...delivery.answers]
      .sort()
      .map(([answer, count]): [string, number] => [`  ${answerText(answer)}`, count]),
    ['slowest answer', `${Math.round(delivery.slowestMs)} ms`],
    ['notifications given up', delivery.givenUp.length + delivery.discarded.length],
    ['kills (kill -9)', kills],
    ...countRows(run.kills),
    ...countRows(run.otherFaults),
    ['services that ended by themselves', run.endedByItself],
    ['orders judged', outcome.judged],
    ['  lost', flaws('lost')],
    ['  doubled', flaws('doubled')],
    ['  wrong', flaws('wrong')],
    ['  with a mail missing', flaws('mail')],
    ['  compared with Temporal', outcome.compared],
    ['mails', mails.length],
    ['  taken by the mail server', mails.reduce((sum, all) => sum + all.length, 0)],
    ['  doubled, explained', run.doubledMails.filter(({ cause }) => cause !== null).length],
    ['  doubled, not explained', run.doubledMails.filter(({ cause }) => cause === null).length],
    ['  gone out, but told otherwise', outcome.unrecordedMails.length],
    ['time under load', `${Math.round(run.loadMs / 1_000)} s`],
    ['time to settle', `${Math.round(run.settleMs / 1_000)} s`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}${String(value).padStart(10)}`),
    ...run.doubledMails
      .slice(0, MOST_LINES)
      .map(
        ({ messageId, afterMs, cause }) =>
          `doubled ${messageId} after ${afterMs} ms: ${cause ?? 'NOT EXPLAINED'}`,
      ),
    ...outcome.unrecordedMails.slice(0, MOST_LINES),
  ].join('\n');
}

/** What is wrong, for a person to look into; the first orders only. */
export function flawsOf({ flaws, stored, pending, details }: OutcomeOfRun): readonly string[] {
  const backlog = stored.deferred === 0 ? [] : [`${stored.deferred} messages are still deferred`];
  return [
    ...backlog,
    ...[...flaws]
      .slice(0, MOST_LINES)
      .map(([orderId, all]) => `${orderId}: ${all.map(({ text }) => text).join('; ')}`),
    ...pending.slice(0, MOST_LINES).map(({ workflowId, text }) => `${workflowId} waits: ${text}`),
    ...details,
  ];
}

function countRows(counts: ReadonlyMap<string, number>): readonly [string, number][] {
  return [...counts].sort().map(([name, count]) => [`  ${name}`, count]);
}

function answerText(answer: string): string {
  switch (answer) {
    case 'refused':
      return 'connection refused';
    case 'broken':
      return 'connection broken';
    case 'timeout':
      return 'no answer in time';
    default:
      return `answered ${answer}`;
  }
}
