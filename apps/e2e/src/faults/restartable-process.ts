import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type GuardedProcess, startGuardedProcess } from '@refill/local-stack/guarded-process';
import { logTail } from '@refill/local-stack/log-tail';
import { errorCodeOf } from './error-code';

/** Something that runs, can be killed at any moment, and started again in the same place. */
export interface Restartable {
  /** Starts it and waits until it answers. */
  start(): Promise<void>;
  /** `kill -9`; returns when it is gone. */
  kill(): Promise<void>;
  /** Ends it as an orchestrator does. */
  stop(): Promise<void>;
}

/** A Node program to run. */
export interface NodeProgram {
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** For its log and the file with its process id. */
  readonly folder: string;
  /** Tells whether it answers. */
  readonly answers: () => Promise<boolean>;
}

const START_TIMEOUT_MS = 60_000;
const RESTART_AFTER_MS = 500;

/**
 * A Node program under a guard: it dies with this process. One that ends by itself is started again, as any
 * orchestrator does, and that is counted.
 */
export class RestartableProcess implements Restartable {
  /** How often it ended by itself. */
  endedByItself = 0;

  private guarded: GuardedProcess | null = null;
  private wanted = false;

  constructor(private readonly program: NodeProgram) {}

  /** All that it wrote, over all its lives. */
  get logFile(): string {
    return path.join(this.program.folder, `${this.program.name}.log`);
  }

  private get pidFile(): string {
    return path.join(this.program.folder, `${this.program.name}.pid`);
  }

  async start(): Promise<void> {
    this.wanted = true;
    this.spawn();
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await this.program.answers())) {
      if (Date.now() > deadline) {
        throw new Error(`${this.program.name} does not answer:\n${logTail(this.logFile)}`);
      }
      await delay(50);
    }
  }

  /** Starts it and waits for nothing. */
  spawn(): void {
    this.wanted = true;
    const guarded = startGuardedProcess({
      command: process.execPath,
      args: [this.program.script],
      env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...this.program.env },
      logFile: this.logFile,
      pidFile: this.pidFile,
    });
    this.guarded = guarded;
    void guarded.exited.then(async () => {
      if (!this.wanted || this.guarded !== guarded) return;
      this.endedByItself += 1;
      await delay(RESTART_AFTER_MS);
      if (this.wanted && this.guarded === guarded) this.spawn();
    });
  }

  async kill(): Promise<void> {
    this.wanted = false;
    await this.signal('SIGKILL');
    await this.guarded?.exited;
  }

  /** Sends a signal, as soon as there is a process. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    let ended = false;
    void this.guarded?.exited.then(() => {
      ended = true;
    });
    for (;;) {
      await Promise.resolve();
      if (ended) return;
      const pid = await processIdIn(this.pidFile);
      if (pid !== null) {
        sendSignal(pid, signal);
        return;
      }
      await delay(10);
    }
  }

  /** Asks it to end by a signal, and tells its exit code. */
  async terminate(): Promise<number> {
    this.wanted = false;
    await this.signal('SIGTERM');
    return (await this.guarded?.exited) ?? 0;
  }

  /** Waits until it has ended, by whatever cause, and counts that as wanted. */
  async endedAsWanted(): Promise<void> {
    this.wanted = false;
    await this.guarded?.exited;
  }

  async stop(): Promise<void> {
    this.wanted = false;
    await this.guarded?.stop();
  }
}

/** The process id in a file, `null` while there is none. */
export async function processIdIn(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number(text);
  return text !== '' && Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** Sends a signal to a process, if it is still there. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCodeOf(error) !== 'ESRCH') throw error;
  }
}
