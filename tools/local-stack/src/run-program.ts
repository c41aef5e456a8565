import { spawn } from 'node:child_process';

/** How a program that ran to its end ended. */
export interface ProgramResult {
  /** `null` when it could not be started, was killed or took too long. */
  readonly code: number | null;
  /** The end of what it printed, or why it did not run. */
  readonly output: string;
}

/** How to run a program to its end. */
export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** After this many ms it is killed, with all it started. */
  readonly timeoutMs: number;
  /** Told every 15 s how long it has been running, in s. */
  readonly onTick?: (elapsedSeconds: number) => void;
}

/** Runs a program without input to its end; never throws. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const began = performance.now();
  // A group of its own, so that a timeout also ends what it started (mvn: java, go: compile).
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);

  const killGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  };
  let tooLong = false;
  const timer = setTimeout(() => {
    tooLong = true;
    killGroup();
  }, options.timeoutMs);
  const ticker = setInterval(() => {
    options.onTick?.(Math.round((performance.now() - began) / 1_000));
  }, 15_000);
  // Ctrl-C would leave a group of its own behind.
  process.once('exit', killGroup);
  try {
    return await new Promise<ProgramResult>((resolve) => {
      child.once('error', (error) => {
        resolve({ code: null, output: error.message });
      });
      child.once('close', (code) => {
        resolve(
          tooLong
            ? {
                code: null,
                output: `took longer than ${String(options.timeoutMs / 1_000)} s\n${output}`,
              }
            : { code, output: output.trim() },
        );
      });
    });
  } finally {
    clearTimeout(timer);
    clearInterval(ticker);
    process.off('exit', killGroup);
  }
}
