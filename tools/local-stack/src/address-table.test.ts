import { formatTable, readyMessage } from './address-table';
import { readLocalSettings } from './local-settings';

const tokens = { INGESTION_TOKEN: 'i', HISTORY_READ_TOKEN: 'r', HISTORY_WRITE_TOKEN: 'w' };

describe('formatTable', () => {
  it('aligns the second column', () => {
    expect(
      formatTable([
        ['a', '1'],
        ['long', '2'],
      ]),
    ).toBe('  a     1\n  long  2');
  });
});

describe('readyMessage', () => {
  it('tells where everything is', () => {
    const settings = readLocalSettings({ HISTORY_PORT: '9081' }, '/repo');
    const lines = readyMessage(settings, { DATABASE_URL: 'postgres://local', ...tokens }, tokens)
      .split('\n')
      .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
    expect(lines[0]).toBe('Refill is ready');
    expect(lines).toContain(
      'Order history | http://127.0.0.1:9081 | (pages; API under /v1, described at /docs)',
    );
    expect(lines).toContain('PostgreSQL | postgres://local');
    expect(lines).toContain('Mailbox | http://127.0.0.1:8025');
    expect(lines).toContain('INGESTION_TOKEN | i');
  });

  it('names the codec server when payloads are encrypted, and only then', () => {
    const TEMPORAL_ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
    const table = (env: NodeJS.ProcessEnv): string =>
      readyMessage(readLocalSettings(env, '/repo'), tokens, tokens);
    expect(table({ TEMPORAL_ENCRYPTION_KEYS })).toMatch(/Codec server +http:\/\/127.0.0.1:8083/);
    expect(table({})).not.toContain('Codec');
  });

  it('prints no address and no token that was set', () => {
    const env = {
      DATABASE_URL: 'postgres://refill:secret@db',
      TEMPORAL_ADDRESS: 'temporal:7233',
      SMTP_URL: 'smtp://user:secret@mail',
      INGESTION_TOKEN: 'secret',
    };
    const message = readyMessage(
      readLocalSettings(env, '/repo'),
      { ...env, HISTORY_READ_TOKEN: 'r', HISTORY_WRITE_TOKEN: 'w' },
      tokens,
    );
    expect(message).not.toContain('secret');
    expect(message).not.toContain('Mailbox');
    expect(message).toMatch(/PostgreSQL +DATABASE_URL as set/);
  });
});
