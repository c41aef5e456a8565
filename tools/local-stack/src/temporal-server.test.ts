import { freePort } from './free-port';
import { startTemporalServer } from './temporal-server';
import { temporaryFolder } from './test-support/temporary-folder';

describe('startTemporalServer', () => {
  it('tells its UI where payloads are decoded', async () => {
    const uiPort = await freePort();
    const server = await startTemporalServer({
      executable: process.env['REFILL_TEST_TEMPORAL_EXECUTABLE'] ?? '',
      home: temporaryFolder(),
      port: await freePort(),
      uiPort,
      namespace: 'default',
      codecEndpoint: 'http://127.0.0.1:8083',
    });
    try {
      const answer = await fetch(`http://127.0.0.1:${String(uiPort)}/api/v1/settings`);
      expect(await answer.json()).toMatchObject({ Codec: { Endpoint: 'http://127.0.0.1:8083' } });
    } finally {
      await server.stop();
    }
  });
});
