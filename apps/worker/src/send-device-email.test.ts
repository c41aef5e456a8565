import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { EMAIL_KINDS } from '@refill/customer-email/email-kinds';
import { deviceEmailMessageId } from '@refill/customer-email/message-id';
import { createSmtpSender, type SmtpSender } from '@refill/customer-email/smtp-sender';
import type { DeviceWelcomeEmail } from '@refill/device-lifecycle/device-email';
import { putContact } from '@refill/order-history/contacts';
import {
  claimDeviceEmail,
  releaseDeviceEmail,
  settleDeviceEmail,
} from '@refill/order-history/device-emails';
import { listDeviceEvents } from '@refill/order-history/list-device-events';
import { recordDevice } from '@refill/order-history/record-device';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { deviceRecord, registeredFact, TEST_DEVICE } from '@refill/order-history/test-device';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { SendDeviceEmailInput } from '@refill/temporal/device-activities';
import { createEmailDelivery, type EmailSettings } from './deliver-email';
import { createSendDeviceEmail } from './send-device-email';
import { MailPeer } from './test-support/mail-peer';
import { testClaimant } from '@refill/order-history/test-claimant';

const FROM = 'Printers <printers@example.com>';
const logger = new DefaultLogger('ERROR');
const HOUR_MS = 3_600_000;

/** A welcome for a registration of just now, with a key of its own. */
function welcome(
  notificationId: string,
  changes: Partial<DeviceWelcomeEmail> = {},
): DeviceWelcomeEmail {
  const occurredAt = new Date().toISOString();
  return {
    kind: 'device-welcome',
    key: `device-welcome:${notificationId}`,
    device: TEST_DEVICE,
    customerId: 'customer-1',
    occurredAt,
    trigger: { type: 'device-registered', notificationId, occurredAt },
    registeredAt: occurredAt,
    slots: [],
    ...changes,
  };
}

describe('sendDeviceEmail', () => {
  let test: TestDatabase;
  let mail: MailPeer;
  let sender: SmtpSender;
  beforeAll(async () => {
    test = await createTestDatabase();
    mail = await MailPeer.start();
    sender = createSmtpSender({ smtpUrl: mail.url, from: FROM, timeoutMs: 5_000 });
    await recordDevice(test.db, deviceRecord([registeredFact()]));
    const contact = { customerId: 'customer-1', email: 'one@example.com', name: null };
    await putContact(test.db, { ...contact, locale: 'de' });
  });
  afterEach(() => {
    mail.answerAfterMs = 0;
  });
  afterAll(async () => {
    await sender.close();
    await mail.stop();
    await test.drop();
  });

  /** One worker's activity: each remembers for itself what it is sending. */
  function worker(changes: Partial<EmailSettings> = {}) {
    const settings: EmailSettings = {
      database: test.db,
      sender,
      claimant: testClaimant(),
      from: FROM,
      kinds: EMAIL_KINDS,
      maxAgeMs: HOUR_MS,
      giveUp: new AbortController().signal,
      ...changes,
    };
    const activity = createSendDeviceEmail(settings, createEmailDelivery(settings));
    return async (email: DeviceWelcomeEmail, startToCloseTimeoutMs = 30_000) =>
      await new MockActivityEnvironment({ startToCloseTimeoutMs }, { logger }).run<
        [SendDeviceEmailInput],
        EmailOutcome,
        typeof activity
      >(activity, { email });
  }

  const mailsOf = (email: DeviceWelcomeEmail) =>
    mail.mails.filter((each) => each.includes(deviceEmailMessageId(email, FROM)));

  async function outcomeEvents(email: DeviceWelcomeEmail): Promise<readonly string[]> {
    const page = await listDeviceEvents(test.db, { device: TEST_DEVICE, limit: 100, after: 0 });
    const events = page?.events ?? [];
    return events.filter(({ key }) => key === `email:${email.key}`).map(({ type }) => type);
  }

  it('goes to the contact of the customer it is for, in their language', async () => {
    const email = welcome('n-sent');
    const sent: EmailOutcome = { outcome: 'sent', messageId: deviceEmailMessageId(email, FROM) };
    expect(await worker()(email)).toEqual(sent);
    const [message] = mailsOf(email);
    expect(message).toMatch(/^To: one@example\.com\r$/m);
    expect(message).toMatch(/^Content-Language: de\r$/m);
    expect(await outcomeEvents(email)).toEqual(['email-sent']);
  });

  it('goes once, however often it is asked for and by how many workers', async () => {
    const email = welcome('n-again');
    const first = worker();
    const outcomes = [await first(email), await first(email), await worker()(email)];
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['sent']));
    expect(mailsOf(email)).toHaveLength(1);
    expect(await outcomeEvents(email)).toEqual(['email-sent']);
  });

  it('is the same mail when a crash lets it go twice, under another EMAIL_FROM too', async () => {
    const email = welcome('n-crashed');
    const messageId = deviceEmailMessageId(email, FROM);
    // What a worker leaves behind that was killed after the send: the claim, and no outcome.
    const claimant = testClaimant({ id: 'killed', holdMs: -1_000 });
    await claimDeviceEmail(test.db, { ...email, messageId, claimant });
    const moved = worker({ from: 'Printers <printers@example.org>' });
    expect(await moved(email)).toEqual({ outcome: 'sent', messageId });
    expect(mailsOf(email)).toHaveLength(1);
  });

  it('waits for another worker that is at it, and goes when that one lets go of it', async () => {
    const email = welcome('n-beside');
    const messageId = deviceEmailMessageId(email, FROM);
    const other = { ...email, messageId, claimant: testClaimant({ id: 'worker-2' }) };
    expect(await claimDeviceEmail(test.db, other)).toMatchObject({ state: 'claimed' });
    const failure: unknown = await worker()(email).catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: 'EMAIL_UNAVAILABLE', nextRetryDelay: 5_000 });
    expect(mailsOf(email)).toHaveLength(0);
    await releaseDeviceEmail(test.db, other);
    expect(await worker()(email)).toMatchObject({ outcome: 'sent' });
    expect(mailsOf(email)).toHaveLength(1);
  });

  it('is let go by a worker that could not send it', async () => {
    const email = welcome('n-refused');
    const nowhere = createSmtpSender({
      smtpUrl: 'smtp://127.0.0.1:1',
      from: FROM,
      timeoutMs: 5_000,
    });
    const failure: unknown = await worker({ sender: nowhere })(email).catch((e: unknown) => e);
    await nowhere.close();
    expect(failure).toMatchObject({ type: 'EMAIL_UNAVAILABLE' });
    const another = worker({ claimant: testClaimant({ id: 'worker-2' }) });
    expect(await another(email)).toMatchObject({ outcome: 'sent' });
  });

  it('goes again in another life of the device, which has a key of its own', async () => {
    const lives = [welcome('n-first-life'), welcome('n-second-life')];
    for (const email of lives) await worker()(email);
    expect(lives.map((email) => mailsOf(email).length)).toEqual([1, 1]);
  });

  it('an attempt that is out of time leaves the mail on its way, and the next one joins it', async () => {
    const email = welcome('n-slow');
    const send = worker();
    mail.answerAfterMs = 1_000;
    const failure: unknown = await send(email, 600).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'EMAIL_UNAVAILABLE', nonRetryable: false });
    expect(await send(email)).toMatchObject({ outcome: 'sent' });
    expect(mailsOf(email)).toHaveLength(1);
  });

  it.each<[string, string, Partial<DeviceWelcomeEmail>, Partial<EmailSettings>]>([
    ['kind-switched-off', 'a kind that is off', {}, { kinds: ['device-deregistered'] }],
    ['no-contact', 'a customer nobody knows', { customerId: 'customer-2' }, {}],
    [
      'too-old',
      'what happened too long ago',
      { occurredAt: new Date(Date.now() - 2 * HOUR_MS).toISOString() },
      {},
    ],
  ])('%s: %s is skipped, for good', async (reason, _what, changes, settings) => {
    const email = welcome(`n-${reason}`, changes);
    const skipped: EmailOutcome = await worker(settings)(email);
    expect(skipped).toEqual({ outcome: 'skipped', reason });
    // A worker with other settings does not think better of it.
    expect(await worker({ maxAgeMs: 3 * HOUR_MS })(email)).toEqual(skipped);
    expect(mailsOf(email)).toEqual([]);
    expect(await outcomeEvents(email)).toEqual(['email-skipped']);
  });

  it('an outcome that was recorded meanwhile stays, and is the answer', async () => {
    const email = welcome('n-meanwhile');
    const failed: EmailOutcome = { outcome: 'failed', code: 'EMAIL_GAVE_UP' };
    const coming = mail.nextMail();
    mail.answerAfterMs = 500;
    const sending = worker()(email);
    await coming;
    const occurredAt = new Date().toISOString();
    await settleDeviceEmail(test.db, { ...email, outcome: failed, occurredAt });
    expect(await sending).toEqual(failed);
    expect(await outcomeEvents(email)).toEqual(['email-failed']);
  });

  it('is not sent for a device that was never recorded', async () => {
    const device = { modelId: 'PetFeeder', serialNumber: 'never recorded' };
    const email = welcome('n-unknown', { device });
    await expect(worker()(email)).rejects.toMatchObject({ type: 'HISTORY_UNAVAILABLE' });
    expect(mailsOf(email)).toEqual([]);
  });
});
