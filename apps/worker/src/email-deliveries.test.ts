import { ApplicationFailure } from '@temporalio/common';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { createEmailDeliveries } from './email-deliveries';

const SENT: EmailOutcome = { outcome: 'sent', messageId: '<m@example.com>' };

describe('createEmailDeliveries', () => {
  it('lets a second attempt wait for the first, instead of sending again', async () => {
    const deliveries = createEmailDeliveries(new AbortController().signal);
    let begun = 0;
    let finish: (outcome: EmailOutcome) => void = () => undefined;
    const begin = (): Promise<EmailOutcome> => {
      begun += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    const first = deliveries.join('a', begin, 20);
    await expect(first).rejects.toMatchObject({ type: 'EMAIL_UNAVAILABLE', nonRetryable: false });
    await expect(first).rejects.toBeInstanceOf(ApplicationFailure);
    const second = deliveries.join('a', begin, 60_000);
    finish(SENT);
    expect(await second).toEqual(SENT);
    expect(begun).toBe(1);
  });

  it('sends nothing again for whom PostgreSQL told just before the mail was recorded', async () => {
    jest.useFakeTimers();
    try {
      const deliveries = createEmailDeliveries<EmailOutcome>(new AbortController().signal);
      let begun = 0;
      const begin = (): Promise<EmailOutcome> => {
        begun += 1;
        return Promise.resolve(SENT);
      };
      expect(await deliveries.join('a', begin, 60_000)).toEqual(SENT);
      expect(await deliveries.join('a', begin, 60_000)).toEqual(SENT);
      expect(begun).toBe(1);
      // Later PostgreSQL knows; nothing is kept for ever.
      await jest.advanceTimersByTimeAsync(10_000);
      await deliveries.join('a', begin, 60_000);
      expect(begun).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('begins anew after a failure', async () => {
    const deliveries = createEmailDeliveries(new AbortController().signal);
    const failing = () => Promise.reject(new Error('refused'));
    await expect(deliveries.join('a', failing, 1_000)).rejects.toThrow('refused');
    expect(await deliveries.join('a', () => Promise.resolve(SENT), 1_000)).toEqual(SENT);
  });

  it('records as often as it takes', async () => {
    const deliveries = createEmailDeliveries(new AbortController().signal);
    let left = 3;
    const outcome = await deliveries.untilRecorded(() =>
      left-- > 0 ? Promise.reject(new Error('down')) : Promise.resolve(SENT),
    );
    expect(outcome).toEqual(SENT);
    expect(left).toBe(-1);
  });

  it('gives up when the process ends, after one more try', async () => {
    const giveUp = new AbortController();
    const deliveries = createEmailDeliveries(giveUp.signal);
    let tries = 0;
    const recording = deliveries.untilRecorded(() => {
      tries += 1;
      if (tries === 2) giveUp.abort();
      return Promise.reject(new Error('down'));
    });
    await expect(recording).rejects.toThrow('down');
    expect(tries).toBe(2);
  });
});
