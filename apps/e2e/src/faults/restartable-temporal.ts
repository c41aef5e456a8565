import path from 'node:path';
import type { GuardedProcess } from '@refill/local-stack/guarded-process';
import {
  startTemporalServer,
  type TemporalServerOptions,
} from '@refill/local-stack/temporal-server';
import { processIdIn, type Restartable, sendSignal } from './restartable-process';

/** Temporal's development server on a file that survives its death. */
export class RestartableTemporal implements Restartable {
  private server: GuardedProcess | null = null;

  constructor(private readonly options: TemporalServerOptions) {}

  async start(): Promise<void> {
    this.server = await startTemporalServer(this.options);
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
