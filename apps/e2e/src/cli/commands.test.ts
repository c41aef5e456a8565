import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { newOrderId, Refill } from '../test-support/refill';
import { type Ended, runRefill } from './test-support/run-refill';

const action = z.looseObject({ state: z.string() });
const finding = z.object({
  check: z.string(),
  state: z.string(),
  detail: z.string(),
  mend: z.string().nullable(),
});

let refill: Refill;
let folder: string;
let orderId: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'refill-cli-'));
  refill = await Refill.start();
  await refill.putContact('amzn1.account.E2E', { email: 'customer@example.com', locale: 'de' });
  orderId = newOrderId();
  expect(
    await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId })),
  ).toBe(200);
  await refill.eventOf(orderId, 'email-sent');
}, 120_000);
afterAll(async () => {
  await refill.stop();
  await rm(folder, { recursive: true });
});

async function run(args: readonly string[], token?: string): Promise<Ended> {
  const env = { ...refill.environment, ...(token === undefined ? {} : { REFILL_TOKEN: token }) };
  return await runRefill(args, { env, cwd: folder });
}

/** Runs a command that has to succeed. @returns what it wrote */
async function done(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: expect.any(String) });
  return stdout;
}
async function json(...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await done(...args, '--json'));
}

describe('orders', () => {
  it('are listed, shown and followed', async () => {
    const lines = (await done('orders', 'list', '--status', 'placed')).trim().split('\n');
    expect(lines[0]?.split('\t')).toEqual([
      'ORDER',
      'STATUS',
      'ATTENTION',
      'PLACED',
      'NEXT',
      'DEVICE',
    ]);
    expect(lines[1]?.split('\t').slice(0, 2)).toEqual([orderId, 'placed']);
    expect(await json('orders', 'list')).toMatchObject([{ orderId }]);
    const ndjson = await done('orders', 'list', '--slot', 'slot', '--ndjson');
    expect(
      ndjson
        .trim()
        .split('\n')
        .map((line) => z.looseObject({ orderId: z.string() }).parse(JSON.parse(line)).orderId),
    ).toEqual([orderId]);
    expect(await json('orders', 'list', '--status', 'shipped')).toEqual([]);
    const shown = await done('orders', 'show', orderId);
    expect(shown).toMatch(
      /● .* order-placed[^]*● .* email-sent[^]*○ .* the customer can cancel until/,
    );
    expect(shown).toContain(`order:${orderId}`);
    expect(shown).not.toContain('\u001b');
    expect(await json('orders', 'events', orderId)).toMatchObject([
      { seq: 1, type: 'order-placed' },
      { seq: 2, type: 'email-sent' },
    ]);
  });

  it('are exported, whole or not at all', async () => {
    await done('orders', 'export', '-o', 'orders.csv', '--format', 'csv');
    const csv = await readFile(path.join(folder, 'orders.csv'), 'utf8');
    expect(csv.split('\n')).toEqual([
      expect.stringMatching(/^orderId,status,/),
      expect.stringMatching(new RegExp(`^${orderId},placed,`)),
      '',
    ]);
    expect((await stat(path.join(folder, 'orders.csv'))).mode & 0o777).toBe(0o600);
    const refused = await run(['orders', 'export', '-o', 'other.ndjson', '--status', 'nonsense']);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    await expect(stat(path.join(folder, 'other.ndjson'))).rejects.toThrow('ENOENT');
  });

  it('are noted on, sent mails again, compared and ended', async () => {
    await done('orders', 'note', orderId, 'the customer called', '--actor', 'Ada');
    const mails = refill.mail.mails.length;
    const sent = await json(
      ...['orders', 'resend', orderId, 'order-placed', '--to', 'other@example.com', '--wait'],
    );
    expect(action.parse(sent).state).toBe('done');
    expect(refill.mail.mails.length).toBe(mails + 1);
    expect(await done('orders', 'reconcile', orderId)).toBe(
      'The history says what Temporal says.\n',
    );
    await done('orders', 'end', orderId, '--reason', 'delivered by hand');
    await refill.orderWith(orderId, 'ended');
    const shown = await done('orders', 'show', orderId);
    expect(shown).toMatch(/note +the customer called, Ada/);
    expect(shown).toMatch(/order-ended +delivered by hand/);
    const again = await run(['orders', 'end', orderId, '--reason', 'twice']);
    expect([again.code, again.stderr]).toEqual([
      6,
      expect.stringContaining('HISTORY_ORDER_CLOSED'),
    ]);
  });
});

it('shows devices, versions and what waits', async () => {
  const body = refill.amazon.deviceNotification('DeviceRegisteredNotification', {
    serialNumber: 'cli/1',
  });
  expect(await refill.post(body)).toBe(200);
  await refill.deviceThat('cli/1', ({ status }) => status === 'registered');
  expect(await json('devices', 'list', '--serial', 'cli/1')).toMatchObject([
    { device: { modelId: 'model', serialNumber: 'cli/1' } },
  ]);
  expect(await done('devices', 'show', 'model', 'cli/1')).toContain('device-registered');
  expect(await done('versions')).toMatch(/model +OrderPlaced +2\.0 +1 /);
  expect(await done('status')).toMatch(/waiting for Temporal +0/);
  expect(await json('status')).toMatchObject({ orders: { open: 0, attention: {} } });
});

it('shows, replays and drops what is in quarantine', async () => {
  const body = refill.amazon.envelope('{"notificationInfo": "\u001b[2J"}');
  expect(await refill.post(body)).toBe(200);
  const listed = z
    .array(z.looseObject({ id: z.string(), reasonCode: z.string() }))
    .parse(await json('quarantine', 'list', '--state', 'open'));
  const [{ id, reasonCode } = { id: '', reasonCode: '' }] = listed;
  expect(listed).toHaveLength(1);
  expect(await done('quarantine', 'show', id)).toContain(reasonCode);
  expect(await done('quarantine', 'replay', '--reason', reasonCode, '--dry-run')).toMatch(/^1 /);
  const replayed = await run(['quarantine', 'replay', '--reason', reasonCode, '--yes']);
  expect([replayed.code, replayed.stdout]).toEqual([1, expect.stringMatching(/^1 of 1 replayed/)]);
  const unasked = await run(['quarantine', 'drop', id]);
  expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
  await done('quarantine', 'drop', id, '--yes', '--note', 'no notification');
  expect(await json('quarantine', 'list', '--state', 'open')).toEqual([]);
});

describe('contacts', () => {
  it('are set, shown, deleted', async () => {
    await done('contacts', 'set', 'c/1', 'one@example.com', '--locale', 'de', '--name', 'One');
    expect(await json('contacts', 'get', 'c/1')).toMatchObject({ email: 'one@example.com' });
    await done('contacts', 'delete', 'c/1', '--yes');
    const gone = await run(['contacts', 'get', 'c/1']);
    expect([gone.code, gone.stderr]).toEqual([
      3,
      expect.stringMatching(/HISTORY_CONTACT_NOT_FOUND/),
    ]);
  });

  it('go out and come in again, wrong lines left out', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, at) => `n${String(at)},n${String(at)}@example.com,`,
    );
    const file = path.join(folder, 'in.csv');
    await writeFile(
      file,
      ['customerId,email,name', ...lines, 'bad,not an address,', ''].join('\n'),
    );
    expect((await run(['contacts', 'import', 'in.csv', '--dry-run'])).stderr).toMatch(/^301 rows/);
    const { code, stderr } = await run(['contacts', 'import', 'in.csv']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^300 contacts stored, 1 rejected/)]);
    const rejects = await readFile(`${file}.rejects`, 'utf8');
    expect(JSON.parse(rejects)).toMatchObject({ line: 302 });
    expect(rejects + stderr).not.toContain('not an address');
    await done('contacts', 'export', '-o', 'out.ndjson');
    const out = await readFile(path.join(folder, 'out.ndjson'), 'utf8');
    expect(out.trim().split('\n')).toHaveLength(301);
    await done('contacts', 'import', 'out.ndjson');
    expect((await done('contacts', 'export', '--format', 'csv')).trim().split('\n')).toHaveLength(
      302,
    );
  });
});

it('erases a customer', async () => {
  await refill.putContact('amzn1.account.GONE', { email: 'gone@example.com' });
  const unasked = await run(['customers', 'erase', 'amzn1.account.GONE']);
  expect(unasked.code).toBe(2);
  await done('customers', 'erase', 'amzn1.account.GONE', '--yes', '--actor', 'Ada');
  expect(await json('customers', 'erasure', 'amzn1.account.GONE')).toMatchObject({
    state: 'finished',
  });
});

it('previews mails', async () => {
  await done('emails', 'preview', 'mails');
  expect(await readFile(path.join(folder, 'mails', 'index.html'), 'utf8')).toContain('.de.html');
});

describe('doctor', () => {
  it('finds everything well', async () => {
    const { code, stdout, stderr } = await run(['doctor', '--json']);
    const findings = z.array(finding).parse(JSON.parse(stdout));
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect([code, stderr]).toEqual([0, '']);
    const well = findings.filter(({ state }) => state === 'ok').map(({ check }) => check);
    expect(well).toEqual(
      expect.arrayContaining([
        'settings of ingestion',
        'settings of worker',
        'settings of history',
        'ingestion service',
        'worker service',
        'history service',
        'PostgreSQL',
        'migrations',
        'search attributes',
        'workers',
        'topics',
        'mail',
      ]),
    );
    expect(findings.find(({ check }) => check === 'certificates')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('expires within 30 days'),
    });
  });

  it('says what is wrong and how to mend it, without telling secrets', async () => {
    const env = {
      ...refill.environment,
      DATABASE_URL: 'postgres://someone:hidden@127.0.0.1:1/nothing',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      SMTP_URL: 'smtp://someone:hidden@127.0.0.1:1',
      SNS_TOPIC_ARNS: 'my-topic',
      ORDER_SETTLE: 'soon',
      SNS_CERTIFICATE_DIR: path.join(folder, 'nothing'),
      INGESTION_PORT: '1',
      WORKER_PORT: '1',
      REFILL_URL: 'http://127.0.0.1:1',
    };
    const { code, stdout, stderr } = await runRefill(['doctor'], { env, cwd: folder });
    expect([code, stderr]).toEqual([1, expect.stringContaining('CLI_DOCTOR_FAILED')]);
    expect(stdout + stderr).not.toContain('hidden');
    const failed = stdout
      .split('\n')
      .filter((line) => line.startsWith('✗'))
      .map((line) => line.slice(2).split(/ {2,}/)[0]);
    expect(failed).toEqual([
      'settings of ingestion',
      'history service',
      'PostgreSQL',
      'Temporal',
      'topics',
      'certificates',
      'mail',
    ]);
    expect(stdout).toMatch(/ORDER_SETTLE: expected a duration/);
    expect(stdout.match(/→ /g)?.length).toBeGreaterThanOrEqual(failed.length);
  });
});

describe('what can go wrong', () => {
  it.each([
    [['orders', 'show', 'nobody'], 3, 'HISTORY_ORDER_NOT_FOUND'],
    [['orders', 'list', '--limit', '0'], 2, 'whole number'],
    [['orders', 'list', '--json', '--ndjson'], 2, 'cannot be used'],
    [['orders', 'nonsense'], 2, 'unknown command'],
    [['contacts', 'import', 'nowhere.csv'], 2, 'CLI_FILE_UNREADABLE'],
    [['--url', 'http://127.0.0.1:1', 'orders', 'list'], 5, 'npm start'],
  ])('%j ends with %d', async (args, code, words) => {
    expect(await run(args)).toMatchObject({ code, stderr: expect.stringContaining(words) });
  });

  it('is a token that is wrong, or not enough', async () => {
    expect(await run(['orders', 'list'], 'wrong')).toMatchObject({ code: 4, stdout: '' });
    const read = refill.environment['HISTORY_READ_TOKEN'];
    const refused = await run(['contacts', 'get', 'c'], read);
    expect(refused).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('HISTORY_WRITE_TOKEN'),
    });
  });
});
