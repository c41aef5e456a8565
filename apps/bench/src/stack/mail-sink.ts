import path from 'node:path';
import { z } from 'zod';
import { benchProgram } from './built-program';
import { type ChildProgram, startChild } from './child-program';

/** Even a burst on a slow machine is through by then. */
const PATIENCE_MS = 300_000;

const mail = z.object({ to: z.string(), at: z.number() });

/** The mail server of the bench: tells of each mail when it has been taken. */
export class MailSink {
  private readonly counts = new Map<string, number>();
  private readonly waiting = new Map<string, { count: number; resolve: (at: number) => void }>();

  private constructor(
    readonly port: number,
    private readonly child: ChildProgram,
  ) {
    child.process.on('message', (message) => {
      const read = mail.safeParse(message);
      if (read.success) this.note(read.data.to, read.data.at);
    });
  }

  static async start(port: number, folder: string): Promise<MailSink> {
    const file = benchProgram('smtp-sink');
    const env = { SMTP_PORT: String(port) };
    const logFile = path.join(folder, 'smtp.log');
    return new MailSink(port, await startChild({ file, env, logFile, tellsReady: true }));
  }

  /**
   * Resolves when an address has got this many mails.
   * @returns when the last of them was taken, ms since the epoch
   * @throws Error when they have not come within minutes
   */
  async mails(to: string, count: number): Promise<number> {
    if ((this.counts.get(to) ?? 0) >= count) return Date.now();
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no mail number ${String(count)} to ${to}`));
      }, PATIENCE_MS);
      this.waiting.set(to, {
        count,
        resolve: (at) => {
          clearTimeout(timer);
          resolve(at);
        },
      });
    });
  }

  async stop(): Promise<void> {
    await this.child.stop();
  }

  private note(to: string, at: number): void {
    const count = (this.counts.get(to) ?? 0) + 1;
    this.counts.set(to, count);
    const waiter = this.waiting.get(to);
    if (waiter === undefined || count < waiter.count) return;
    this.waiting.delete(to);
    waiter.resolve(at);
  }
}
