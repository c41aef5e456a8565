import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectTemporal } from './connection';

describe('a connection that is closed while calls are tried again', () => {
  /** A port at which nobody listens. */
  async function closedPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  it('fails them, and throws nothing out of a timer', async () => {
    const port = await closedPort();
    const temporal = connectTemporal({ TEMPORAL_ADDRESS: `127.0.0.1:${String(port)}` });
    const call = async () => await temporal.connection.workflowService.getSystemInfo({});
    const calls = Promise.allSettled(Array.from({ length: 10 }, call));
    // Each was refused at once and waits for its next try: the first one after 80 to 120 ms, the others later.
    await sleep(50);
    await temporal.close();
    // Node would end this test by whatever a timer throws.
    expect(await calls).toEqual(
      Array.from({ length: 10 }, () =>
        expect.objectContaining({
          status: 'rejected',
          reason: expect.objectContaining({ details: 'the connection is closed' }),
        }),
      ),
    );
    await expect(call()).rejects.toMatchObject({ details: 'the connection is closed' });
  });
});
