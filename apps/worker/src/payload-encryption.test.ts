import { randomBytes } from 'node:crypto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { orderStateQuery } from '@refill/temporal/order-messages';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { readEncryptionKeys, type EncryptionKeys } from '@refill/temporal/encryption-keys';
import { eventually } from './test-support/eventually';
import { newOrderId, SUBJECT, WorkerRig } from './test-support/worker-rig';

const newKey = (): string => randomBytes(32).toString('base64');
const OLD = `old:${newKey()}`;
const NEW = `new:${newKey()}`;

function keys(text: string): EncryptionKeys {
  const read = readEncryptionKeys({ TEMPORAL_ENCRYPTION_KEYS: text });
  if (read === null) throw new Error('no keys');
  return read;
}

/** What a history of this order must not show. The order's id is its workflow's id, and stays readable. */
const HIDDEN = [
  ...Object.values(SUBJECT),
  'ASIN-OF-THE-TEST',
  'amzn1.dash.notification',
  'order-placed',
];

/** What of that a text shows. */
function shown(text: string): readonly string[] {
  return HIDDEN.filter((hidden) => text.includes(hidden));
}

describe('an order with encrypted payloads, everything real', () => {
  let rig: WorkerRig;
  beforeAll(async () => {
    rig = await WorkerRig.start();
  });
  afterEach(async () => {
    await rig.killWorkers();
  });
  afterAll(async () => {
    await rig.stop();
  });

  /**
   * A history as Temporal stores it, but for search attributes: they are the index of the UI, are never
   * encrypted, and hold no personal data.
   */
  async function rawJson(orderId: string): Promise<string> {
    const history = JSON.parse(historyToJSON({ events: await rig.history(orderId) })) as object;
    return JSON.stringify(history, (name, value: unknown) =>
      name === 'searchAttributes' ? undefined : value,
    );
  }

  /** The raw history as text, with all that is base64 also decoded; and the keys used. */
  async function rawHistory(orderId: string): Promise<{ text: string; keyIds: Set<string> }> {
    const keyIds = new Set<string>();
    const decoded: string[] = [];
    const raw = await rawJson(orderId);
    JSON.parse(raw, (name, value: unknown) => {
      if (typeof value !== 'string') return value;
      const text = Buffer.from(value, 'base64').toString('utf8');
      decoded.push(text);
      if (name === 'encryption-key-id') keyIds.add(text);
      return value;
    });
    return { text: raw + decoded.join('\n'), keyIds };
  }

  /** Every payload of a history that is not encrypted. */
  async function plainPayloads(orderId: string): Promise<readonly object[]> {
    const found: object[] = [];
    interface Json {
      readonly metadata?: { readonly encoding?: string };
      readonly data?: string;
    }
    JSON.parse(await rawJson(orderId), (_name, value: Json | null) => {
      const encoding = Buffer.from(value?.metadata?.encoding ?? '', 'base64').toString('utf8');
      if (encoding !== '' && encoding !== 'binary/encrypted') {
        const text = Buffer.from(value?.data ?? '', 'base64').toString('utf8');
        found.push(JSON.parse(text) as object);
      }
      return value;
    });
    return found;
  }

  /** How many workflow tasks failed, and what was said of the last. */
  async function failedTasks(orderId: string): Promise<readonly string[]> {
    return (await rig.history(orderId)).flatMap((event) => {
      const failure = event.workflowTaskFailedEventAttributes?.failure;
      return failure == null ? [] : [failure.message ?? ''];
    });
  }

  it('shows nothing of the device and the customer in its history, and completes', async () => {
    const worker = await rig.work({ TEMPORAL_ENCRYPTION_KEYS: NEW });
    const client = rig.client(keys(NEW));
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed', client);
    await rig.eventOf(orderId, 'email-sent');

    // The query's answer and the current details travel encrypted as well.
    const handle = client.workflow.getHandle(orderWorkflowId(orderId));
    expect((await handle.query(orderStateQuery))?.device.serialNumber).toBe(SUBJECT.serialNumber);
    await expect(
      rig.client(null).workflow.getHandle(orderWorkflowId(orderId)).query(orderStateQuery),
    ).rejects.toThrow('TEMPORAL_PAYLOAD_KEY_UNKNOWN');
    expect((await handle.describe()).raw.executionConfig?.userMetadata?.summary?.metadata).toEqual(
      expect.objectContaining({ 'encryption-key-id': expect.anything() }),
    );
    expect(await (await handle.describe()).staticSummary()).toContain(SUBJECT.serialNumber);

    await rig.tell(orderId, 'item-shipped', client);
    expect(await handle.result()).toBe('shipped');
    expect(await rig.status(orderId)).toBe('shipped');
    const { text, keyIds } = await rawHistory(orderId);
    expect(text).toContain('binary/encrypted');
    expect(keyIds).toEqual(new Set(['new']));
    expect(shown(text)).toEqual([]);
    expect(await failedTasks(orderId)).toEqual([]);
    // All that is not encrypted is the SDK's own note of a local activity: when it ran, nothing of what.
    const plain = (await plainPayloads(orderId)).map((note) => Object.keys(note).sort());
    expect(plain).toHaveLength(2);
    for (const names of plain) {
      expect(names).toEqual([
        'activity_id',
        'activity_type',
        'attempt',
        'backoff',
        'complete_time',
        'original_schedule_time',
        'seq',
      ]);
    }

    // The index stays readable: orders are found without a key.
    const started = (await rig.history(orderId))[0]?.workflowExecutionStartedEventAttributes;
    const serial = started?.searchAttributes?.indexedFields?.['DeviceSerial']?.data;
    expect(Buffer.from(serial ?? []).toString()).toBe(`"${SUBJECT.serialNumber}"`);
    expect(worker.messages).toContain('the worker takes orders');
    expect(worker.log).toContain('"encryption":"new"');
    expect(worker.log).not.toContain(NEW.split(':')[1]);
  });

  it('reads what a run without encryption left open, and encrypts from then on', async () => {
    const plain = await rig.work();
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-sent');
    expect((await rawHistory(orderId)).text).toContain(SUBJECT.serialNumber);
    expect(plain.log).toContain('"encryption":"off"');
    expect(await plain.stop()).toBe(0);

    await rig.work({ TEMPORAL_ENCRYPTION_KEYS: OLD });
    await rig.tell(orderId, 'item-shipped', rig.client(keys(OLD)));
    const handle = rig.client(keys(OLD)).workflow.getHandle(orderWorkflowId(orderId));
    expect(await handle.result()).toBe('shipped');
    expect((await rawHistory(orderId)).keyIds).toEqual(new Set(['old']));
  });

  it('goes on with open orders when the keys are rotated', async () => {
    const before = await rig.work({ TEMPORAL_ENCRYPTION_KEYS: OLD });
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed', rig.client(keys(OLD)));
    await rig.eventOf(orderId, 'email-sent');
    expect(await before.stop()).toBe(0);

    // Ingestion is not restarted yet: it still encrypts with the old key.
    await rig.work({ TEMPORAL_ENCRYPTION_KEYS: `${NEW},${OLD}` });
    await rig.tell(orderId, 'item-shipped', rig.client(keys(OLD)));
    // The events are in PostgreSQL a moment before the history holds what the worker wrote with its key.
    const client = rig.client(keys(`${OLD},${NEW}`));
    expect(await client.workflow.getHandle(orderWorkflowId(orderId)).result()).toBe('shipped');
    const { text, keyIds } = await rawHistory(orderId);
    expect(keyIds).toEqual(new Set(['old', 'new']));
    expect(shown(text)).toEqual([]);
    expect(await failedTasks(orderId)).toEqual([]);
  });

  it.each([
    ['no key', {}],
    ['another key', { TEMPORAL_ENCRYPTION_KEYS: OLD }],
  ])(
    'fails the task, not the order, on a worker with %s',
    async (_name, env) => {
      const orderId = newOrderId();
      const wrong = await rig.work(env);
      await rig.tell(orderId, 'order-placed', rig.client(keys(NEW)));
      const failures = await eventually(
        () => failedTasks(orderId),
        (tasks) => tasks.length > 0,
      );
      expect(failures[0]).toMatch(/^TEMPORAL_PAYLOAD_KEY_UNKNOWN: .*"new"/);
      const handle = rig.client(null).workflow.getHandle(orderWorkflowId(orderId));
      expect((await handle.describe()).status.name).toBe('RUNNING');
      expect(await rig.status(orderId)).toBeNull();
      expect(await wrong.stop()).toBe(0);

      await rig.work({ TEMPORAL_ENCRYPTION_KEYS: `${NEW},${OLD}` });
      await rig.tell(orderId, 'item-shipped', rig.client(keys(NEW)));
      await rig.eventOf(orderId, 'item-shipped');
      expect(await rig.events(orderId)).toContain('order-placed');
    },
    90_000,
  );

  it('fails the task, not the order, when an open order comes to a worker without the key', async () => {
    const right = await rig.work({ TEMPORAL_ENCRYPTION_KEYS: NEW });
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed', rig.client(keys(NEW)));
    await rig.eventOf(orderId, 'email-sent');
    expect(await right.stop()).toBe(0);
    const wrong = await rig.work();
    await rig.tell(orderId, 'item-shipped', rig.client(keys(NEW)));
    await eventually(
      () => failedTasks(orderId),
      (tasks) => tasks.some((task) => task.startsWith('TEMPORAL_PAYLOAD_KEY_UNKNOWN')),
    );
    expect(await wrong.stop()).toBe(0);
    await rig.work({ TEMPORAL_ENCRYPTION_KEYS: NEW });
    await rig.eventOf(orderId, 'email-sent', 2);
    expect(await rig.status(orderId)).toBe('shipped');
  }, 90_000);
});
