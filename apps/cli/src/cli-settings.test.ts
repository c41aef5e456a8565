import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCliSettings } from './cli-settings';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'refill-settings-'));
});
afterEach(() => rm(home, { recursive: true }));

async function storeTokens(text: string): Promise<void> {
  await writeFile(path.join(home, 'tokens.json'), text);
}

it('takes the stack of npm start where nothing is said', async () => {
  await storeTokens('{"INGESTION_TOKEN":"i","HISTORY_READ_TOKEN":"r","HISTORY_WRITE_TOKEN":"w"}');
  expect(await readCliSettings({ REFILL_HOME: '.' }, home, {})).toEqual({
    baseUrl: 'http://127.0.0.1:8081',
    token: 'w',
  });
  expect(await readCliSettings({ REFILL_HOME: home, HISTORY_PORT: '9081' }, '/', {})).toMatchObject(
    { baseUrl: 'http://127.0.0.1:9081' },
  );
});

it.each([
  [{ HISTORY_READ_TOKEN: 'r' }, {}, 'r'],
  [{ HISTORY_READ_TOKEN: 'r', HISTORY_WRITE_TOKEN: 'w1, w2' }, {}, 'w1'],
  [{ HISTORY_WRITE_TOKEN: 'w', REFILL_TOKEN: 'mine' }, {}, 'mine'],
  [{ REFILL_TOKEN: 'mine' }, { token: 'said' }, 'said'],
])('takes from %j and %j the token %s', async (env, options, token) => {
  await storeTokens('{"HISTORY_WRITE_TOKEN":"stored"}');
  expect((await readCliSettings({ ...env, REFILL_HOME: home }, '/', options)).token).toBe(token);
});

it('reads a token from a file, as containers have it', async () => {
  const file = path.join(home, 'secret');
  await writeFile(file, 'of-the-file\n');
  const env = { HISTORY_WRITE_TOKEN_FILE: file, REFILL_HOME: home };
  expect((await readCliSettings(env, '/', {})).token).toBe('of-the-file');
});

it('says what to do where there is no token, or a broken one', async () => {
  const env = { REFILL_HOME: home };
  await expect(readCliSettings(env, '/', {})).rejects.toMatchObject({ code: 'CLI_TOKEN_MISSING' });
  await storeTokens('{');
  await expect(readCliSettings(env, '/', {})).rejects.toMatchObject({ code: 'CLI_TOKENS_INVALID' });
  await expect(readCliSettings({ REFILL_URL: 'localhost' }, '/', {})).rejects.toThrow(/REFILL_URL/);
});
