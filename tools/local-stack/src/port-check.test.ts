import * as net from 'node:net';
import { freePort } from './free-port';
import { checkPorts } from './port-check';

describe('checkPorts', () => {
  it('takes free ports', async () => {
    await expect(checkPorts({ SMTP_PORT: await freePort() })).resolves.toBeUndefined();
  });

  it.each(['127.0.0.1', '0.0.0.0'])('names the variable of a port taken on %s', async (host) => {
    const server = net.createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    try {
      await expect(checkPorts({ SMTP_PORT: await freePort(), HISTORY_PORT: port })).rejects.toThrow(
        `PORT_TAKEN: port ${String(port)} is taken by another program; set HISTORY_PORT`,
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('refuses one port for two programs', async () => {
    const port = await freePort();
    await expect(checkPorts({ SMTP_PORT: port, MAILBOX_PORT: port })).rejects.toThrow(
      `MAILBOX_PORT and SMTP_PORT are both ${String(port)}`,
    );
  });
});
