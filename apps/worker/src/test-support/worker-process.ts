import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { eventually } from './eventually';

const PROGRAM = path.join(__dirname, '..', '..', 'dist', 'main.js');

const readySchema = z.object({
  status: z.string(),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().nullable() })),
});

/** What `/readyz` says. */
export type Readiness = z.output<typeof readySchema>;

/** The worker as it runs in production: a process of its own, from its build. */
export class WorkerProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** Starts the worker and does not wait for it. */
  static async spawn(env: NodeJS.ProcessEnv): Promise<WorkerProcess> {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run "npm run build" first`);
    const port = await freePort();
    const child = spawn(process.execPath, [PROGRAM], {
      env: {
        PATH: process.env['PATH'],
        WORKER_HOST: '127.0.0.1',
        WORKER_PORT: String(port),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new WorkerProcess(child, `http://127.0.0.1:${port}`);
  }

  /** Starts the worker and waits until it is ready. */
  static async start(env: NodeJS.ProcessEnv): Promise<WorkerProcess> {
    const worker = await WorkerProcess.spawn(env);
    await eventually(
      async () => {
        if (worker.child.exitCode !== null) throw new Error(`the worker ended:\n${worker.log}`);
        return await worker.readiness();
      },
      (answer) => answer?.status === 'ready',
    );
    return worker;
  }

  /** Everything it wrote so far. */
  get log(): string {
    return this.output;
  }

  /** What its log says, one message after the other. */
  get messages(): readonly string[] {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => z.object({ msg: z.string() }).parse(JSON.parse(line)).msg);
  }

  /** What `/readyz` says; `null` while nothing answers. */
  async readiness(): Promise<Readiness | null> {
    const answer = await fetch(`${this.url}/readyz`).catch(() => null);
    return answer === null ? null : readySchema.parse(await answer.json());
  }

  /** Sends a signal and does not wait. */
  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The exit code, once it has ended; `null` when a signal ended it. */
  async exited(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  /** Ends it as an orchestrator does, and tells its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    this.kill(signal);
    return await this.exited();
  }
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
