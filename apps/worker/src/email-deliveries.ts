import { setTimeout as sleep } from 'node:timers/promises';
import { retryableFailure } from './activity-failure';

/** The mails that this process is sending, or has sent without being able to record it; `Outcome`: how one ends. */
export interface EmailDeliveries<Outcome> {
  /**
   * Waits for the delivery of a mail that is under way, or has just ended, or begins it.
   * @param key names the mail
   * @param patienceMs how long this attempt waits, in ms; the delivery goes on after it
   * @throws ApplicationFailure `EMAIL_UNAVAILABLE`, retryable, when the delivery takes longer; what it throws
   */
  join(key: string, begin: () => Promise<Outcome>, patienceMs: number): Promise<Outcome>;
  /**
   * Records a mail that went out, as often as it takes: else the next attempt would send it again.
   * @throws what `record` threw last, once it is given up
   */
  untilRecorded(record: () => Promise<Outcome>): Promise<Outcome>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * How long it stays known how a mail ended, in ms: longer than one query may take. Who was told by PostgreSQL that the mail is to
 * be sent, just before another attempt had recorded it as sent, would send it again.
 */
const KNOWN_AFTER_END_MS = 10_000;

/**
 * Keeps track of the mails under way in this process.
 * @param giveUp ends the tries to record: the process ends
 * @param onBegin told of each delivery that begins
 */
export function createEmailDeliveries<Outcome>(
  giveUp: AbortSignal,
  onBegin?: (delivery: Promise<Outcome>) => void,
): EmailDeliveries<Outcome> {
  const underWay = new Map<string, Promise<Outcome>>();
  return {
    join: async (key, begin, patienceMs) => {
      let delivery = underWay.get(key);
      if (delivery === undefined) {
        delivery = begin();
        underWay.set(key, delivery);
        onBegin?.(delivery);
        const forget = (): boolean => underWay.delete(key);
        delivery.then(() => setTimeout(forget, KNOWN_AFTER_END_MS).unref(), forget);
      }
      return await withinPatience(delivery, patienceMs);
    },
    untilRecorded: async (record) => {
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          return await record();
        } catch (error) {
          if (giveUp.aborted) throw error;
        }
        await sleep(pauseMs, undefined, { signal: giveUp }).catch(() => undefined);
      }
    },
  };
}

async function withinPatience<Outcome>(
  delivery: Promise<Outcome>,
  patienceMs: number,
): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      delivery,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          reject(retryableFailure('EMAIL_UNAVAILABLE', 'the mail is still on its way'));
        }, patienceMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
