// Runs a program to its end under a guard, so that nothing of it outlives this process, however that ends.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const guard = path.join(path.dirname(fileURLToPath(import.meta.url)), 'process-guard.mjs');

/** What is asked to stop has this long to do so before it is killed, in ms. */
const killAfterMs = 1_000;

/** Ctrl-C under npm arrives twice at once, from the terminal and from npm; that is one request to stop, in ms. */
const repeatedSignalMs = 500;

/**
 * Runs a program and all it starts, shows what it printed only when it fails, and tells how long it takes.
 *
 * Ends this process with 1 when the program fails, and with 130 when it is interrupted.
 */
export async function runQuietly(title, command, args, { cwd, verbose }) {
  process.stderr.write(`${title} …\n`);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const ticker = setInterval(() => {
    process.stderr.write(`${title}: ${seconds()} s\n`);
  }, 15_000);

  const program = { command, args, cwd, group: true, stopSignal: 'SIGTERM', killAfterMs };
  const child = spawn(
    process.execPath,
    [guard, JSON.stringify({ ...program, removeOnExit: [], shell: process.platform === 'win32' })],
    {
      // The guard lets go when this pipe closes.
      stdio: ['pipe', verbose ? 'inherit' : 'pipe', verbose ? 'inherit' : 'pipe'],
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
      // Ctrl-C in a terminal goes to us alone.
      detached: process.platform !== 'win32',
    },
  );
  let interruptedAt = null;
  const interrupt = () => {
    if (interruptedAt === null) {
      interruptedAt = performance.now();
      process.stderr.write(`\n${title}: interrupted, stopping\n`);
      child.stdin.destroy();
    } else if (performance.now() - interruptedAt > repeatedSignalMs) {
      // The guard goes on without us.
      process.exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, interrupt);

  const output = [];
  child.stdin.on('error', () => {});
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const failure = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      // Whoever else holds the program's output must not hold us up once it was told to stop.
      if (interruptedAt !== null) resolve('interrupted');
      else child.once('close', () => resolve(code === 0 ? null : `exit ${code ?? signal}`));
    });
  });
  clearInterval(ticker);
  for (const signal of signals) process.off(signal, interrupt);
  if (interruptedAt !== null) process.exit(130);
  if (failure !== null) {
    process.stderr.write(Buffer.concat(output));
    process.stderr.write(`\n${title}: failed (${failure})\n`);
    process.exit(1);
  }
  process.stderr.write(`${title}: done (${seconds()} s)\n`);
}
