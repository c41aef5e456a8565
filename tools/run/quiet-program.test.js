const { describe, expect, it } = require('@jest/globals');
const { startScript } = require('./started-script');

/** Runs a program that is plain Node code. */
function run(code, verbose = false) {
  return startScript(`
const { runQuietly } = await script('quiet-program.mjs');
await runQuietly('Working', process.execPath, ['-e', ${JSON.stringify(code)}], { cwd: process.cwd(), verbose: ${verbose} });
console.log('went on');`);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid) {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Starts a child of its own, prints both pids, and goes on until it is ended. */
const family = `
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
console.log('pids ' + process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);`;

/** The same, but deaf to being asked. */
const deafFamily = `process.on('SIGTERM', () => {});${family}`;

async function pidsOf(running) {
  const [, program, child] = await running.printed(/pids (\d+) (\d+)/);
  return [Number(program), Number(child)];
}

describe('runQuietly', () => {
  it('shows nothing of a program that does well', async () => {
    const { exitCode, output } = await run("console.log('noise')").ended;
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Working …\nWorking: done \(\d+ s\)\nwent on\n$/);
  });

  it('shows what a program printed that fails, and ends', async () => {
    const { exitCode, output } = await run("console.log('why'); process.exit(3)").ended;
    expect(exitCode).toBe(1);
    expect(output).toMatch(/why/);
    expect(output).toMatch(/Working: failed \(exit 3\)/);
    expect(output).not.toMatch(/went on/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'ends the program and all it started on %s, at once',
    async (signal) => {
      const running = run(family, true);
      const pids = await pidsOf(running);
      const began = performance.now();
      running.child.kill(signal);
      const { exitCode, output } = await running.ended;
      expect(performance.now() - began).toBeLessThan(2_500);
      expect(exitCode).toBe(130);
      expect(output).toMatch(/Working: interrupted, stopping/);
      // What was killed is there until init has taken note of it.
      for (const pid of pids) await untilGone(pid);
    },
  );

  it('kills a program that does not heed it', async () => {
    const running = run(deafFamily, true);
    const pids = await pidsOf(running);
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    for (const pid of pids) await untilGone(pid);
  });

  it('leaves nothing behind when it is killed itself', async () => {
    const running = run(family, true);
    const pids = await pidsOf(running);
    running.child.kill('SIGKILL');
    for (const pid of pids) await untilGone(pid);
  });
});
