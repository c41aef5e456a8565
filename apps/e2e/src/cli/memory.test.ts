import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startEndlessHistory } from './test-support/endless-history';
import { runRefill } from './test-support/run-refill';

/** A heap that what goes through does not fit into by far, in MB. */
const SMALL_HEAP = ['--max-old-space-size=40', '--max-semi-space-size=2'];
const ORDERS = 200_000;
const CONTACTS = 1_000_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'refill-memory-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(file: string): Promise<number> {
  let lines = 0;
  for await (const _line of createInterface({ input: createReadStream(file) })) lines += 1;
  return lines;
}

it('exports 200,000 orders in the memory of a few pages', async () => {
  const history = await startEndlessHistory(ORDERS);
  try {
    const file = path.join(folder, 'orders.ndjson');
    const { code, stderr } = await runRefill(['orders', 'export', '-o', file], {
      nodeArgs: SMALL_HEAP,
      env: { REFILL_URL: history.url, REFILL_TOKEN: 'any' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '200,000 orders exported\n' });
    expect((await stat(file)).size).toBeGreaterThan(100_000_000);
    expect(await linesOf(file)).toBe(ORDERS);
  } finally {
    await history.stop();
  }
}, 180_000);

it('leaves nothing behind at Ctrl-C, and says so', async () => {
  const history = await startEndlessHistory(Number.MAX_SAFE_INTEGER);
  const empty = await mkdtemp(path.join(folder, 'empty-'));
  try {
    const { code, stderr } = await runRefill(['orders', 'export', '-o', path.join(empty, 'o')], {
      env: { REFILL_URL: history.url, REFILL_TOKEN: 'any' },
      interruptWhen: history.beingRead,
    });
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Stopped.\n' });
    expect(await readdir(empty)).toEqual([]);
  } finally {
    await history.stop();
  }
});

it('reads a million contacts in little memory', async () => {
  const file = path.join(folder, 'contacts.csv');
  await pipeline(
    Readable.from(
      (function* () {
        yield 'customerId,email,name,locale\n';
        for (let at = 0; at < CONTACTS; at += 1) {
          yield `amzn1.account.${String(at)},customer-${String(at)}@example.com,"Doe, Jo",de-AT\n`;
        }
      })(),
    ),
    createWriteStream(file),
  );
  const { code, stderr } = await runRefill(['contacts', 'import', file, '--dry-run'], {
    nodeArgs: SMALL_HEAP,
    env: { REFILL_TOKEN: 'any' },
  });
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr:
      "1,000,000 rows can be read, 0 can't; what is in them is checked when they are stored\n",
  });
}, 180_000);
