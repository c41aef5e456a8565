import { createMailsUnderWay } from './mails-under-way';

const NEVER = 600_000;

describe('the mails under way', () => {
  it('are waited for, also those that begin meanwhile or fail', async () => {
    const mails = createMailsUnderWay();
    const ends: (() => void)[] = [];
    const mail = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
    mails.note(mail());
    mails.note(Promise.reject(new Error('the mail server is down')));
    let ended = false;
    const waiting = mails.ended(NEVER).then(() => {
      ended = true;
    });
    mails.note(mail());
    ends[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    ends[1]?.();
    await waiting;
    expect(ended).toBe(true);
  });

  it('are not waited for where there is none', async () => {
    await createMailsUnderWay().ended(NEVER);
  });

  it('are given up after a time', async () => {
    const mails = createMailsUnderWay();
    mails.note(new Promise(() => undefined));
    await mails.ended(20);
  });
});
