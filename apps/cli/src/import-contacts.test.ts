import { setImmediate } from 'node:timers/promises';
import { HistoryApiError } from '@refill/history-client';
import type { ReadRow } from './contact-rows';
import {
  type ContactStore,
  importContacts,
  type ImportOptions,
  type RejectedRow,
} from './import-contacts';

async function* rows(count: number, wrong: readonly number[] = []): AsyncGenerator<ReadRow, void> {
  for (let line = 1; line <= count; line += 1) {
    await Promise.resolve();
    yield wrong.includes(line)
      ? { line, ok: false, reason: 'wrong or missing: email' }
      : { line, ok: true, contact: { customerId: `c${String(line)}`, email: 'a@example.com' } };
  }
}

function service(answer: (customerId: string) => Error | null) {
  const stored: string[] = [];
  const put: ContactStore['contacts']['put'] = async (customerId, contact) => {
    await setImmediate();
    const error = answer(customerId);
    if (error !== null) throw error;
    stored.push(customerId);
    const { email, name = null, locale = null } = contact;
    return { customerId, email, name, locale, updatedAt: '2026-11-23T12:00:00.000Z' };
  };
  return { client: { contacts: { put } }, stored };
}

function options(changes: Partial<ImportOptions> = {}) {
  const rejected: RejectedRow[] = [];
  const reached: number[] = [];
  const all: ImportOptions = {
    atOnce: 4,
    fromLine: 1,
    dryRun: false,
    signal: new AbortController().signal,
    reject: async (row) => {
      rejected.push(row);
      await Promise.resolve();
    },
    onProgress: (handled) => reached.push(handled),
    ...changes,
  };
  return { all, rejected, reached };
}

const refusal = new HistoryApiError(
  {
    status: 400,
    code: 'HISTORY_REQUEST_INVALID',
    type: 'urn:refill:problem:HISTORY_REQUEST_INVALID',
    title: 'The request is wrong',
    detail: null,
    instance: null,
    errors: [{ path: 'email', expected: 'a mail address' }],
    retryAfterMs: null,
  },
  'PUT /v1/customers/{customerId}/contact',
);
const down = new Error('down');

it('stores what is right and rejects the rest, on both sides', async () => {
  const { client, stored } = service((id) => (id === 'c7' ? refusal : null));
  const { all, rejected, reached } = options();
  expect(await importContacts(client, rows(10, [3]), all)).toEqual({
    stored: 8,
    rejected: 2,
    broken: null,
  });
  expect(stored).toHaveLength(8);
  expect(rejected.toSorted((a, b) => a.line - b.line)).toEqual([
    { line: 3, reason: 'wrong or missing: email' },
    { line: 7, reason: 'HISTORY_REQUEST_INVALID (email: a mail address)' },
  ]);
  expect(reached.at(-1)).toBe(10);
});

it('only reads in a dry run', async () => {
  const { client, stored } = service(() => down);
  expect(await importContacts(client, rows(10, [3]), options({ dryRun: true }).all)).toMatchObject({
    stored: 9,
    rejected: 1,
  });
  expect(stored).toEqual([]);
});

it('tells the line to go on from, before which all is stored', async () => {
  let broken = true;
  const { client, stored } = service((id) => (broken && id === 'c50' ? down : null));
  const first = await importContacts(client, rows(100), options().all);
  expect(first.broken).toEqual({ error: down, line: 50 });
  broken = false;
  const fromLine = first.broken?.line ?? 0;
  const second = await importContacts(client, rows(100), options({ fromLine }).all);
  expect(second.broken).toBeNull();
  expect(new Set(stored).size).toBe(100);
});

it('goes on where Ctrl-C stopped it', async () => {
  const stop = new AbortController();
  const { client, stored } = service((id) => {
    if (id === 'c20') stop.abort();
    return null;
  });
  const { broken } = await importContacts(client, rows(100), options({ signal: stop.signal }).all);
  const line = broken?.line ?? 0;
  expect(line).toBeGreaterThan(20);
  expect(line).toBeLessThan(30);
  expect(stored).toContain(`c${String(line - 1)}`);
  expect(stored).not.toContain(`c${String(line)}`);
});
