import { emailEvent } from '@refill/device-lifecycle/email-event';
import { claimDeviceEmail, releaseDeviceEmail, settleDeviceEmail } from './device-emails';
import { listDeviceEvents } from './list-device-events';
import { recordDevice } from './record-device';
import { createTestDatabase, type TestDatabase } from './test-database';
import { deviceRecord, registeredFact, TEST_DEVICE } from './test-device';
import { testClaimant } from './test-claimant';

const email = {
  device: TEST_DEVICE,
  key: 'device-welcome:n-1',
  kind: 'device-welcome',
} as const;
const occurredAt = '2026-01-05T11:00:00.000Z';
const sent = (messageId: string) => ({ outcome: 'sent', messageId }) as const;

const claimant = testClaimant();

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  await recordDevice(test.db, deviceRecord([registeredFact()]));
});
afterEach(() => test.drop());

async function mailEvents() {
  const page = await listDeviceEvents(test.db, { device: TEST_DEVICE, limit: 100, after: 1 });
  return page?.events.map(({ seq, key, type, data }) => ({ seq, key, type, data }));
}

it('is claimed under one Message-ID, however many claim it at once', async () => {
  const claims = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      claimDeviceEmail(test.db, {
        ...email,
        messageId: `<${String(index)}@example.com>`,
        claimant,
      }),
    ),
  );
  const [first] = claims;
  expect(first).toMatchObject({ state: 'claimed' });
  expect(claims).toEqual(claims.map(() => first));
});

it('is settled once: the first outcome stays, with one event', async () => {
  await claimDeviceEmail(test.db, { ...email, messageId: '<1@example.com>', claimant });
  const outcome = sent('<1@example.com>');
  expect(await settleDeviceEmail(test.db, { ...email, outcome, occurredAt })).toEqual(outcome);
  const late = { outcome: 'failed', code: 'EMAIL_GAVE_UP' } as const;
  expect(await settleDeviceEmail(test.db, { ...email, outcome: late, occurredAt })).toEqual(
    outcome,
  );
  expect(
    await claimDeviceEmail(test.db, { ...email, messageId: '<2@example.com>', claimant }),
  ).toEqual({
    state: 'settled',
    outcome,
  });
  expect(await mailEvents()).toEqual([
    {
      seq: 2,
      key: 'email:device-welcome:n-1',
      type: 'email-sent',
      data: { kind: 'device-welcome', messageId: '<1@example.com>' },
    },
  ]);
});

it('is sent by one worker at a time, until it lets go or has settled it', async () => {
  const own = { ...email, messageId: '<1@example.com>', claimant };
  const other = { ...own, claimant: testClaimant({ id: 'worker-2' }) };
  expect(await claimDeviceEmail(test.db, own)).toMatchObject({ state: 'claimed' });
  expect(await claimDeviceEmail(test.db, other)).toEqual({ state: 'claimed-elsewhere' });
  await releaseDeviceEmail(test.db, other);
  expect(await claimDeviceEmail(test.db, other)).toEqual({ state: 'claimed-elsewhere' });
  await releaseDeviceEmail(test.db, own);
  expect(await claimDeviceEmail(test.db, other)).toMatchObject({ state: 'claimed' });
  expect(await claimDeviceEmail(test.db, own)).toEqual({ state: 'claimed-elsewhere' });
  const outcome = sent('<1@example.com>');
  await settleDeviceEmail(test.db, { ...email, outcome, occurredAt });
  expect(await claimDeviceEmail(test.db, own)).toEqual({ state: 'settled', outcome });
});

it('may end without a claim', async () => {
  const outcome = { outcome: 'skipped', reason: 'no-contact' } as const;
  await settleDeviceEmail(test.db, { ...email, outcome, occurredAt });
  expect(
    await claimDeviceEmail(test.db, { ...email, messageId: '<1@example.com>', claimant }),
  ).toEqual({
    state: 'settled',
    outcome,
  });
});

it('of one kind goes once per notification', async () => {
  const other = { ...email, key: 'device-welcome:n-2' };
  await settleDeviceEmail(test.db, { ...email, outcome: sent('<1@example.com>'), occurredAt });
  expect(
    await claimDeviceEmail(test.db, { ...other, messageId: '<2@example.com>', claimant }),
  ).toEqual({
    state: 'claimed',
    messageId: '<2@example.com>',
  });
});

it('does not deadlock with records of the device', async () => {
  const work = Array.from({ length: 20 }, (_, index) => [
    claimDeviceEmail(test.db, { ...email, messageId: '<1@example.com>', claimant }),
    settleDeviceEmail(test.db, { ...email, outcome: sent('<1@example.com>'), occurredAt }),
    recordDevice(test.db, deviceRecord([registeredFact()], { revision: index })),
  ]);
  await Promise.all(work.flat());
  expect(await mailEvents()).toHaveLength(1);
});

it('needs a device that was recorded', async () => {
  const unknown = { ...email, device: { modelId: 'PetFeeder', serialNumber: 'SN-unknown' } };
  const refused = { code: 'HISTORY_UNKNOWN_DEVICE' };
  await expect(
    claimDeviceEmail(test.db, { ...unknown, messageId: '<1@example.com>', claimant }),
  ).rejects.toMatchObject(refused);
  await expect(
    settleDeviceEmail(test.db, { ...unknown, outcome: sent('<1@example.com>'), occurredAt }),
  ).rejects.toMatchObject(refused);
});

it('is not settled by what the workflow tells while somebody may be sending it', async () => {
  const skipped = { outcome: 'skipped', reason: 'superseded' } as const;
  const event = emailEvent(email, skipped, occurredAt);
  const tell = async () => {
    const record = deviceRecord([registeredFact()]);
    return await recordDevice(test.db, { ...record, events: [...record.events, event] });
  };
  await claimDeviceEmail(test.db, { ...email, messageId: '<1@example.com>', claimant });
  expect(await tell()).toEqual({ erasedCustomers: [], emailsUnderWay: [email.key] });
  expect(await mailEvents()).toEqual([]);
  await releaseDeviceEmail(test.db, { ...email, claimant });
  expect(await tell()).toEqual({ erasedCustomers: [] });
  expect(await mailEvents()).toMatchObject([{ type: 'email-skipped' }]);
});

it('keeps how it ended, and ends in nobody knows what where who claimed it never let go', async () => {
  const told = { outcome: 'skipped', reason: 'superseded' } as const;
  const other = { ...email, key: 'device-welcome:n-2' };
  const killed = testClaimant({ holdMs: -1 });
  await claimDeviceEmail(test.db, { ...email, messageId: '<1@example.com>', claimant });
  await settleDeviceEmail(test.db, { ...email, outcome: sent('<1@example.com>'), occurredAt });
  await claimDeviceEmail(test.db, { ...other, messageId: '<2@example.com>', claimant: killed });
  const record = deviceRecord([registeredFact()]);
  const events = [email, other].map((mail) => emailEvent(mail, told, occurredAt));
  await recordDevice(test.db, { ...record, events: [...record.events, ...events] });
  expect(await mailEvents()).toMatchObject([
    { type: 'email-sent', data: { messageId: '<1@example.com>' } },
    { type: 'email-failed', data: { code: 'EMAIL_OUTCOME_UNKNOWN' } },
  ]);
});
