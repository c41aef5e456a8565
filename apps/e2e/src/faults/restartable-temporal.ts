import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardedProcess } from '@refill/local-stack/guarded-process';
import {
  startTemporalServer,
  type TemporalServerOptions,
} from '@refill/local-stack/temporal-server';
import { socketsOnPort } from './port-sockets';
import { processIdIn, type Restartable, sendSignal } from './restartable-process';

/** How long a restart waits at most for its port, in ms: any program may hold it for a moment, as on any machine. */
const PORT_WAIT_MS = 20_000;

/** Temporal's development server on a file that survives its death. */
export class RestartableTemporal implements Restartable {
  private server: GuardedProcess | null = null;

  constructor(private readonly options: TemporalServerOptions) {}

  async start(): Promise<void> {
    const deadline = Date.now() + PORT_WAIT_MS;
    for (;;) {
      try {
        this.server = await startTemporalServer(this.options);
        return;
      } catch (error) {
        if (!String(error).includes('address already in use') || Date.now() > deadline) throw error;
        const sockets = await socketsOnPort(this.options.port);
        process.stderr.write(`Temporal's port ${this.options.port} is taken: ${sockets}\n`);
        await delay(500);
      }
    }
  }

  async kill(): Promise<void> {
    const pid = await processIdIn(path.join(this.options.home, 'temporal.pid'));
    if (pid === null) throw new Error('Temporal does not run');
    sendSignal(pid, 'SIGKILL');
    await this.server?.exited;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }
}
