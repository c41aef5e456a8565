// Runs one program and ends it when whoever started this guard is gone.
//
// The starter holds the write end of this guard's stdin: when it closes the pipe, or dies by whatever
// signal, the guard asks the program to stop, kills it when it does not, and removes what is to go.
// Started by tools/local-stack/src/guarded-process.ts with one JSON argument:
//   {command, args, cwd, uid, gid, stopSignal, killAfterMs, removeOnExit, pidFile}
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const { command, args, cwd, uid, gid, stopSignal, killAfterMs, removeOnExit, pidFile } = JSON.parse(
  process.argv[2],
);

const child = spawn(command, args, { cwd, uid, gid, stdio: ['ignore', 'inherit', 'inherit'] });
if (pidFile !== undefined && child.pid !== undefined) writeFileSync(pidFile, String(child.pid));

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  child.kill(stopSignal);
  setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
}

function leave(code) {
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
  leave(code ?? 1);
});

process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
// The log file may be on a full disk: what the guard has to say must not end it.
process.stderr.on('error', () => {});
