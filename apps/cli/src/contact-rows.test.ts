import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatOf, readContactRows, type ReadRow } from './contact-rows';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'refill-contacts-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function rowsOf(name: string, text: string): Promise<readonly ReadRow[]> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  const rows: ReadRow[] = [];
  for await (const row of readContactRows(file, formatOf(name), () => undefined)) rows.push(row);
  return rows;
}

it('reads CSV with quotes, line breaks within a name, a BOM and any order of columns', async () => {
  const csv =
    '\uFEFFemail,customerId,locale,name\r\n"a@example.com",c1,de,"Doe, ""J"""\r\n\r\nb@example.com, c2 ,,"two\nlines"\r\n';
  expect(await rowsOf('a.CSV', csv)).toEqual([
    {
      line: 2,
      ok: true,
      contact: { customerId: 'c1', email: 'a@example.com', locale: 'de', name: 'Doe, "J"' },
    },
    {
      line: 5,
      ok: true,
      contact: { customerId: 'c2', email: 'b@example.com', name: 'two\nlines' },
    },
  ]);
});

it('reads NDJSON, and says which lines are wrong without what stands there', async () => {
  const lines = [
    '{"customerId":"c1","email":"a@example.com","name":null,"updatedAt":"2026-01-01T00:00:00.000Z"}',
    '',
    '{"customerId":"c2","email":5}',
    'secret@example.com',
    '["c3"]',
  ].join('\n');
  const rows = await rowsOf('a.ndjson', lines);
  expect(rows).toEqual([
    { line: 1, ok: true, contact: { customerId: 'c1', email: 'a@example.com', name: null } },
    { line: 3, ok: false, reason: 'wrong or missing: email' },
    { line: 4, ok: false, reason: 'wrong or missing: the whole line' },
    { line: 5, ok: false, reason: 'wrong or missing: the whole line' },
  ]);
  expect(JSON.stringify(rows)).not.toContain('secret');
});

it('says that a line of a CSV lacks something', async () => {
  expect(await rowsOf('b.csv', 'customerId,email\nc1\n,b@example.com\n')).toEqual([
    { line: 2, ok: false, reason: 'wrong or missing: email' },
    { line: 3, ok: false, reason: 'wrong or missing: customerId' },
  ]);
});

it.each([
  ['another head', 'id,mail\n1,secret@example.com\n', 'names no column customerId'],
  [
    'a quote that never ends',
    'customerId,email\nc1,"secret@example.com\n',
    'is no CSV (CSV_QUOTE_NOT_CLOSED)',
  ],
])('refuses %s as a whole', async (_what, text, message) => {
  const refused = rowsOf('c.csv', text);
  await expect(refused).rejects.toMatchObject({
    code: 'CLI_INPUT_INVALID',
    message: expect.stringContaining(message),
  });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
});
