const { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, describe, expect, it } = require('@jest/globals');
const { startScript } = require('./started-script');

let root;
let started;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'refill-lock-'));
  started = [];
});

afterEach(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(root, { recursive: true });
});

/** A process that works alone for as long as the file `go` is missing. */
function work(name) {
  const running = startScript(`
const { existsSync } = await import('node:fs');
const { aloneInClone } = await script('installation-lock.mjs');
await aloneInClone(${JSON.stringify(root)}, async () => {
  console.log('${name} began');
  while (!existsSync(${JSON.stringify(path.join(root, 'go'))})) await new Promise((r) => setTimeout(r, 10));
  console.log('${name} ended');
});`);
  started.push(running);
  return running;
}

describe('aloneInClone', () => {
  it('makes the second one wait, and say for whom', async () => {
    const first = work('first');
    await first.printed(/first began/);
    const second = work('second');
    const [, pid] = await second.printed(
      /Another "npm start" or "npm test" \(process (\d+)\) installs or builds in this folder: waiting/,
    );
    expect(Number(pid)).toBe(first.child.pid);
    writeFileSync(path.join(root, 'go'), '');
    const { output } = await second.ended;
    expect(output).not.toMatch(/began[^]*waiting/);
    expect(output).toMatch(/second ended/);
    expect((await first.ended).exitCode).toBe(0);
    expect(existsSync(path.join(root, 'tmp/installation.lock'))).toBe(false);
  });

  it('lets one after the other in when many come at once', async () => {
    writeFileSync(path.join(root, 'go'), '');
    const many = Array.from({ length: 6 }, (_, index) => work(`number ${index}`));
    for (const { ended } of many) {
      const { exitCode, output } = await ended;
      expect(output).toMatch(/number \d ended/);
      expect(exitCode).toBe(0);
    }
  });

  it('does not wait for one that was killed', async () => {
    const first = work('first');
    await first.printed(/first began/);
    first.child.kill('SIGKILL');
    await first.ended;
    await work('second').printed(/second began/);
  });

  it('does not wait for another process that got the same pid', async () => {
    mkdirSync(path.join(root, 'tmp'));
    const lock = JSON.stringify({ pid: process.pid, began: 'long ago' });
    writeFileSync(path.join(root, 'tmp/installation.lock'), lock);
    await work('second').printed(/second began/);
  });

  it('frees the lock when the work ends the process', async () => {
    const running = startScript(`
const { aloneInClone } = await script('installation-lock.mjs');
await aloneInClone(${JSON.stringify(root)}, async () => process.exit(1));`);
    expect((await running.ended).exitCode).toBe(1);
    expect(existsSync(path.join(root, 'tmp/installation.lock'))).toBe(false);
  });
});
