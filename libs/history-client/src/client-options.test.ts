import { createHistoryClient, HistoryArgumentError } from './history-client';

const good = { baseUrl: 'https://refill.example', token: 'token' };

describe('createHistoryClient', () => {
  it.each([
    ['a prefix and a slash', { baseUrl: 'http://localhost:8081/history/' }],
    ['a URL', { baseUrl: new URL('https://refill.example') }],
    ['no retries', { retries: 0 }],
  ])('takes %s', (_what, changes) => {
    expect(createHistoryClient({ ...good, ...changes })).toHaveProperty('orders');
  });

  it.each([
    ['baseUrl', { baseUrl: 'refill' }],
    ['baseUrl', { baseUrl: 'ftp://refill.example' }],
    ['baseUrl', { baseUrl: 'https://user:s3cret@refill.example' }],
    ['baseUrl', { baseUrl: 'https://refill.example/?token=s3cret' }],
    ['token', { token: '' }],
    ['token', { token: 's3cret\n' }],
    ['token', { token: 's3cret two' }],
    ['token', JSON.parse('{"token":7}')],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: Number.NaN }],
    ['timeoutMs', { timeoutMs: Infinity }],
    ['retries', { retries: -1 }],
    ['retries', { retries: 1.5 }],
    ['retries', { retries: 11 }],
  ])('refuses a wrong %s and does not quote it: %j', (name, changes) => {
    const make = () => createHistoryClient({ ...good, ...changes });
    expect(make).toThrow(HistoryArgumentError);
    expect(make).toThrow(new RegExp(`^HISTORY_CLIENT_OPTIONS_INVALID: ${name}: `));
    expect(make).not.toThrow(/s3cret/);
  });

  it('uses the global fetch as it is when something is sent', async () => {
    const client = createHistoryClient(good);
    const replaced = jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValue(
        new Response('{"deferred":{"count":0},"quarantine":{"open":0}}', { status: 200 }),
      );
    try {
      await client.status();
      expect(replaced).toHaveBeenCalledTimes(1);
    } finally {
      replaced.mockRestore();
    }
  });
});
