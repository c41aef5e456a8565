import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { getQuarantined, listQuarantine } from '@refill/order-history/quarantine-list';
import {
  claimReplayItems,
  getReplay,
  requestReplay,
} from '@refill/order-history/quarantine-replays';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { deferredIn, quarantinedIn } from './test-support/stored-rows';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';
import { createTestSigner } from './test-support/test-signer';

let ingestion: TestIngestion;
beforeAll(async () => {
  ingestion = await startTestIngestion();
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);
afterEach(() => {
  ingestion.temporalProxy.setMode('pass');
  ingestion.databaseProxy.setMode('pass');
});

type ReplayProgress = NonNullable<Awaited<ReturnType<typeof getReplay>>>;

const who = { actor: 'a test', token: '01234567' };

async function idOf(messageId: string): Promise<string> {
  const page = await listQuarantine(ingestion.database.db, { filter: {}, limit: 500, after: null });
  const row = page.items.find((item) => item.messageId === messageId);
  if (row === undefined) throw new Error(`${messageId} is not in quarantine`);
  return row.id;
}

async function ask(messageId: string): Promise<{ readonly id: string; readonly replayId: string }> {
  const id = await idOf(messageId);
  const { replayId } = await requestReplay(ingestion.database.db, { ids: [id] }, who, {
    dryRun: false,
  });
  if (replayId === null) throw new Error('nothing is replayed');
  return { id, replayId };
}

async function settled(replayId: string): Promise<ReplayProgress> {
  return await eventually(async () => {
    const replay = await getReplay(ingestion.database.db, replayId);
    if (replay?.finishedAt == null) throw new Error('not settled yet');
    return replay;
  }, 30_000);
}

/** Replays a message and tells how it ended, its row, and how many rows quarantine has more. */
async function replay(messageId: string) {
  const before = (await quarantinedIn(ingestion.database)).length;
  const { id, replayId } = await ask(messageId);
  const { outcomes } = await settled(replayId);
  const row = await getQuarantined(ingestion.database.db, id);
  const outcome = Object.entries(outcomes).find(([, count]) => count === 1)?.[0];
  const newRows = (await quarantinedIn(ingestion.database)).length - before;
  return { outcome, code: row?.actions.at(-1)?.code, state: row?.state, row, newRows };
}

async function counted(outcome: string): Promise<number> {
  const lines = await ingestion.metric(`refill_replays_total{`);
  return Number(
    lines
      .find((line) => line.includes(`"${outcome}"`))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

describe('a replay', () => {
  it('takes a message that was too old', async () => {
    const message = drsMessage();
    const Timestamp = '2025-06-01T00:00:00.000Z';
    const envelope = ingestion.signer.notification(message, { Timestamp });
    await ingestion.deliver(envelope);
    const before = await counted('taken');
    expect(await replay(envelope.MessageId)).toMatchObject({
      outcome: 'taken',
      state: 'replayed',
      newRows: 0,
    });
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    expect(await counted('taken')).toBe(before + 1);
  });

  it('judges the certificate at the time of the message', async () => {
    const expired = await createTestSigner(new Date('2020-01-01T00:00:00Z'));
    const file = `SimpleNotificationService-${'e'.repeat(32)}.pem`;
    await writeFile(join(ingestion.signer.certificateDirectory, file), expired.certificatePem);
    const SigningCertURL = `https://sns.eu-central-1.amazonaws.com/${file}`;
    const envelope = (message: object, Timestamp: string) =>
      expired.notification(message, { SigningCertURL, Timestamp });
    const message = drsMessage();
    const genuine = envelope(message, '2019-06-01T00:00:00.000Z');
    const impossible = envelope(drsMessage(), '2021-06-01T00:00:00.000Z');
    for (const { MessageId, ...rest } of [genuine, impossible]) {
      const body = JSON.stringify({ MessageId, ...rest });
      await quarantineMessage(ingestion.database.db, testQuarantined(MessageId, { body }));
    }
    expect(await replay(genuine.MessageId)).toMatchObject({ outcome: 'taken' });
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    expect(await replay(impossible.MessageId)).toMatchObject({
      outcome: 'untrusted',
      code: 'SNS_CERTIFICATE_MESSAGE_TIME',
      state: 'open',
    });
    await expired.remove();
  });

  it('leaves what is still unusable open, with the new reason, and makes no second row', async () => {
    const envelope = ingestion.signer.notification('no JSON');
    const [body, reasonCode] = [JSON.stringify(envelope), 'OLD_REASON'];
    const row = testQuarantined(envelope.MessageId, { body, reasonCode });
    await quarantineMessage(ingestion.database.db, row);
    const quarantined = await ingestion.metric('refill_quarantined_total{');
    const replayed = await replay(envelope.MessageId);
    expect(replayed).toMatchObject({
      outcome: 'quarantined',
      code: 'DRS_NOT_JSON',
      state: 'open',
      newRows: 0,
      row: { attempts: 1, reasonCode: 'OLD_REASON' },
    });
    expect(await ingestion.metric('refill_quarantined_total{')).toEqual(quarantined);
  });

  it('takes what came from SQS the way of SQS', async () => {
    const message = drsMessage();
    const rawRow = testQuarantined('raw', { transport: 'sqs', body: JSON.stringify(message) });
    const genuine = ingestion.signer.notification(message);
    const forged = JSON.stringify({ ...genuine, Message: '{}' });
    const forgedRow = testQuarantined('forged', {
      transport: 'sqs',
      body: forged,
      untrusted: true,
    });
    // Its inner id is another one than its row's: even so there is no second row.
    const unusable = JSON.stringify(ingestion.signer.notification('no JSON'));
    const unusableRow = testQuarantined('unusable', { transport: 'sqs', body: unusable });
    for (const row of [rawRow, forgedRow, unusableRow]) {
      await quarantineMessage(ingestion.database.db, row);
    }
    expect(await replay('raw')).toMatchObject({ outcome: 'taken', newRows: 0 });
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    expect(await replay('forged')).toMatchObject({
      outcome: 'untrusted',
      code: 'SNS_BAD_SIGNATURE',
      state: 'open',
      newRows: 0,
    });
    expect(await replay('unusable')).toMatchObject({ outcome: 'quarantined', newRows: 0 });
  });

  it('takes a replenishment, and what once could not be read', async () => {
    const replenishment = {
      eventInstanceId: 'replayed-order',
      detailCode: 'STANDARD_ORDER_PLACED',
      modelId: 'test-model',
      serialNumber: 'serial',
      slotId: 'slot',
      customerId: 'customer',
      requestedAt: '2026-01-01T00:00:00.000Z',
    };
    const message = drsMessage();
    const text = JSON.stringify(message);
    const deferred = { transport: 'https', body: 'envelope', headers: {}, message: text };
    const rows = [
      testQuarantined('replenish:replayed-order', { body: JSON.stringify(replenishment) }),
      testQuarantined('unread', {
        body: JSON.stringify(deferred),
        reasonCode: 'DEFERRED_UNREADABLE',
      }),
    ];
    for (const row of rows) {
      await quarantineMessage(ingestion.database.db, row);
      expect(await replay(row.messageId)).toMatchObject({ outcome: 'taken', newRows: 0 });
    }
    const signals = await ingestion.temporal.signalsOf('replayed-order');
    expect(signals).toMatchObject([{ name: 'ReplenishRequested' }]);
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
  });

  it('fails when the certificate is not to be had', async () => {
    const SigningCertURL = `https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${'d'.repeat(32)}.pem`;
    const envelope = ingestion.signer.notification(drsMessage(), { SigningCertURL });
    const body = JSON.stringify(envelope);
    await quarantineMessage(ingestion.database.db, testQuarantined('no-certificate', { body }));
    expect(await replay('no-certificate')).toMatchObject({
      outcome: 'failed',
      code: 'SNS_CERTIFICATE_UNAVAILABLE',
      state: 'open',
    });
  });

  it('is deferred while Temporal is down', async () => {
    const message = drsMessage();
    const body = JSON.stringify(ingestion.signer.notification(message));
    await quarantineMessage(ingestion.database.db, testQuarantined('in-an-outage', { body }));
    ingestion.temporalProxy.setMode('refuse');
    expect(await replay('in-an-outage')).toMatchObject({ outcome: 'deferred', state: 'replayed' });
    ingestion.temporalProxy.setMode('pass');
    await eventually(async () => {
      expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
      expect(await deferredIn(ingestion.database)).toHaveLength(0);
    }, 30_000);
  });

  it('waits while PostgreSQL is down, and goes on by itself', async () => {
    const message = drsMessage();
    const body = JSON.stringify(ingestion.signer.notification(message));
    await quarantineMessage(ingestion.database.db, testQuarantined('without-database', { body }));
    ingestion.databaseProxy.setMode('refuse');
    const { replayId } = await ask('without-database');
    const asked = ingestion.log.length;
    await eventually(async () => {
      await Promise.resolve();
      expect(ingestion.log.slice(asked).join('')).toContain('PostgreSQL failed');
    });
    expect(await getReplay(ingestion.database.db, replayId)).toMatchObject({ done: 0 });
    ingestion.databaseProxy.setMode('pass');
    expect(await settled(replayId)).toMatchObject({ outcomes: { taken: 1 } });
  });

  it('is carried out by another when the first was killed, with no second effect', async () => {
    const message = drsMessage();
    const envelope = ingestion.signer.notification(message);
    await ingestion.deliver(envelope);
    const body = JSON.stringify(envelope);
    await quarantineMessage(ingestion.database.db, testQuarantined('killed', { body }));
    ingestion.databaseProxy.setMode('refuse');
    const { replayId } = await ask('killed');
    // One that was killed after it had taken the message and before it could settle that.
    expect(await claimReplayItems(ingestion.database.db, 1, 1_500)).toHaveLength(1);
    ingestion.databaseProxy.setMode('pass');
    expect(await settled(replayId)).toMatchObject({ outcomes: { taken: 1 } });
    const ids = (await ingestion.temporal.signalsOf(orderIdOf(message))).map(({ payload }) =>
      JSON.stringify(payload),
    );
    expect(new Set(ids).size).toBe(1);
  });
});
