import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The repository's root. */
export const ROOT = path.join(__dirname, '..', '..', '..', '..');

/** A service of Refill's that runs as a process of its own, from its build. */
export class ChildService {
  private output = '';

  private constructor(
    readonly name: string,
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-20_000);
      });
    }
  }

  /**
   * Starts a service and waits until it is ready.
   * @param port where its `/readyz` answers
   */
  static async start(
    app: 'ingestion' | 'worker' | 'history',
    port: number,
    env: Readonly<Record<string, string>>,
  ): Promise<ChildService> {
    const child = spawn(process.execPath, [path.join(ROOT, 'apps', app, 'dist', 'main.js')], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = new ChildService(app, `http://127.0.0.1:${String(port)}`, child);
    try {
      await service.ready();
    } catch (error) {
      await service.stop('SIGKILL');
      throw error;
    }
    return service;
  }

  /** Everything that the service wrote so far. */
  get log(): string {
    return this.output;
  }

  /** Waits until `/readyz` answers 200. */
  async ready(): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const response = await fetch(`${this.url}/readyz`).catch(() => null);
      if (response?.status === 200) return;
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${this.name} is not ready:\n${this.output}`);
      }
      await delay(100);
    }
  }

  /** Ends the service as an orchestrator does, and tells its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }
}
