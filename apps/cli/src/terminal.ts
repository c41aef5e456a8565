import { once } from 'node:events';
import pc from 'picocolors';
import { harmless } from './harmless-text';

/** A stream that text goes to. */
export interface TextStream {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where a command speaks: results to stdout, all else to stderr. */
export interface Terminal {
  /** Whether results go to a person's screen. */
  readonly isScreen: boolean;
  /** Whether what is said beside the results goes to a screen. */
  readonly showsProgress: boolean;
  /** The width of the screen in characters; 80 where there is none. */
  readonly columns: number;
  readonly colours: ReturnType<typeof pc.createColors>;
  /** Writes a part of the results as it is, for programs, and waits while the reader is slow. */
  write(text: string): Promise<void>;
  /** Writes a part of the results for people: what would steer the terminal is taken out. */
  show(text: string): Promise<void>;
  /** Says something beside the results. */
  say(text: string): void;
  /** Where progress is drawn. */
  readonly stderr: TextStream;
}

/** Makes the terminal of a process. @param env `NO_COLOR` and `FORCE_COLOR` are heeded (no-color.org) */
export function createTerminal(
  stdout: TextStream & NodeJS.EventEmitter,
  stderr: TextStream,
  env: NodeJS.ProcessEnv,
): Terminal {
  const isScreen = stdout.isTTY === true;
  const noColour = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const write = async (text: string): Promise<void> => {
    if (!stdout.write(text)) await once(stdout, 'drain');
  };
  return {
    isScreen,
    showsProgress: stderr.isTTY === true,
    columns: stdout.columns ?? 80,
    colours: pc.createColors(!noColour && (isScreen || forced)),
    write,
    show: (text) => write(harmless(text)),
    say: (text) => {
      stderr.write(`${harmless(text)}\n`);
    },
    stderr,
  };
}
