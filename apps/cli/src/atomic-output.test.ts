import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openOutput } from './atomic-output';
import { testScreen } from './test-support/screen';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'refill-output-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes a file that is whole, for its owner only, and then has its name', async () => {
  const file = path.join(folder, 'orders.ndjson');
  const output = await openOutput(file, testScreen().terminal);
  await output.write('a\n'.repeat(100_000));
  await output.write('b\n');
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.unfinished$/)]);
  await output.commit();
  expect(await readdir(folder)).toEqual(['orders.ndjson']);
  expect((await readFile(file, 'utf8')).endsWith('a\nb\n')).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('leaves nothing when it is thrown away', async () => {
  const output = await openOutput(path.join(folder, 'orders.ndjson'), testScreen().terminal);
  await output.write('a\n');
  await output.discard();
  expect(await readdir(folder)).toEqual([]);
});

it('says that a file cannot be written', async () => {
  const file = path.join(folder, 'nowhere', 'orders.ndjson');
  await expect(openOutput(file, testScreen().terminal)).rejects.toMatchObject({
    code: 'CLI_FILE_UNWRITABLE',
    message: expect.stringContaining('ENOENT'),
  });
});

it.each([undefined, '-'])('writes to stdout for %s', async (file) => {
  const { terminal, out } = testScreen({ isTTY: false });
  const output = await openOutput(file, terminal);
  await output.write('a\n');
  await output.commit();
  expect(out()).toBe('a\n');
});
