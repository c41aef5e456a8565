import { setTimeout as delay } from 'node:timers/promises';

/** The mails that this process is sending, whether an activity still waits for them or not. */
export interface MailsUnderWay {
  /** Keeps track of a mail until it has ended, in whatever way. */
  note(delivery: Promise<unknown>): void;
  /** Waits until none is under way. @param patienceMs how long at most, in ms */
  ended(patienceMs: number): Promise<void>;
}

/**
 * Keeps track of mails. An activity waits for a mail for some seconds only; a process that ends meanwhile would leave a mail
 * that the customer gets and nobody recorded, and another worker would send it again.
 */
export function createMailsUnderWay(): MailsUnderWay {
  const underWay = new Set<Promise<unknown>>();
  const allEnded = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  return {
    note: (delivery) => {
      const ended = delivery
        .catch(() => undefined)
        .finally(() => {
          underWay.delete(ended);
        });
      underWay.add(ended);
    },
    ended: async (patienceMs) => {
      const over = new AbortController();
      const patience = delay(Math.max(0, patienceMs), undefined, { signal: over.signal });
      await Promise.race([allEnded(), patience]);
      over.abort();
      await patience.catch(() => undefined);
    },
  };
}
