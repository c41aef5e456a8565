// Runs one program and ends it when whoever started this guard is gone.
//
// The starter holds the write end of this guard's stdin: when it closes the pipe, or dies by whatever
// signal, the guard asks the program to stop, kills it when it does not, and removes what is to go.
// Started by tools/local-stack/src/guarded-process.ts with one JSON argument:
//   {command, args, cwd, uid, gid, stopSignal, killAfterMs, removeOnExit, pidFile}
// and by quiet-program.mjs, with `group` (the program gets a process group of its own, and all of that group is
// ended with it) and `shell`.
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';

const { command, args, cwd, uid, gid, stopSignal, killAfterMs, removeOnExit, pidFile, ...more } =
  JSON.parse(process.argv[2]);
const group = more.group === true && process.platform !== 'win32';

const child = spawn(command, args, {
  cwd,
  uid,
  gid,
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: group,
  shell: more.shell === true,
});
if (pidFile !== undefined && child.pid !== undefined) writeFileSync(pidFile, String(child.pid));

/** Sends a signal to the program, or to it and all that it has started. */
function signalProgram(signal) {
  if (!group || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  signalProgram(stopSignal);
  setTimeout(() => signalProgram('SIGKILL'), killAfterMs).unref();
}

function leave(code) {
  if (group) signalProgram('SIGKILL');
  if (pidFile !== undefined) rmSync(pidFile, { force: true });
  for (const folder of removeOnExit) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

child.on('error', (error) => {
  process.stderr.write(`cannot run ${command}: ${error.message}\n`);
  leave(127);
});
child.on('exit', (code, signal) => {
  if (signal !== null) process.stderr.write(`${command} ended by ${signal}\n`);
  // As a shell tells it.
  leave(code ?? 128 + (constants.signals[signal] ?? 0));
});

process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// The log file may be on a full disk: what the guard has to say must not end it.
process.stderr.on('error', () => {});
