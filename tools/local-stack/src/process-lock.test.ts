import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { takeProcessLock, waitForProcessLock } from './process-lock';
import { temporaryFolder } from './test-support/temporary-folder';

describe('takeProcessLock', () => {
  it('is held until released', () => {
    const file = path.join(temporaryFolder(), 'deep/start.lock');
    const first = takeProcessLock(file);
    expect(first.taken).toBe(true);
    expect(takeProcessLock(file)).toEqual({ taken: false, holder: process.pid });
    if (first.taken) first.lock.release();
    expect(takeProcessLock(file).taken).toBe(true);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['start.lock']);
  });

  it.each([
    ['of a process that is gone', () => ({ pid: spawnSync('true').pid, began: 'once' })],
    ['of an earlier process with our pid', () => ({ pid: process.pid, began: 'before the boot' })],
    ['that holds nonsense', () => 'nonsense'],
  ])('takes over a lock %s', (_name, content) => {
    const file = path.join(temporaryFolder(), 'start.lock');
    fs.writeFileSync(file, JSON.stringify(content()));
    expect(takeProcessLock(file).taken).toBe(true);
    expect(takeProcessLock(file).taken).toBe(false);
  });
});

describe('waitForProcessLock', () => {
  it('waits for the holder and tells whom it waits for', async () => {
    const file = path.join(temporaryFolder(), 'start.lock');
    const first = takeProcessLock(file);
    const waits: number[] = [];
    const second = waitForProcessLock(file, (holder) => {
      waits.push(holder);
      if (first.taken) first.lock.release();
    });
    (await second).release();
    expect(waits).toEqual([process.pid]);
  });
});
