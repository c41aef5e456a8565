// npm runs a script as npm → sh → node, and a SIGTERM to npm ends npm and sh, but does not reach node.

const checkMs = 250;

/** Sends this process SIGTERM when npm, which started it, is gone. */
export function stopWithNpm() {
  // Started otherwise, it may well outlive its parent (nohup, a service manager).
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, checkMs);
  timer.unref();
}
