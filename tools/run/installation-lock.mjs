// One at a time may install and build in a clone: `npm ci` begins by removing what another has just installed.
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beginningOf, lockHolder } from './living-process.mjs';

const askMs = 250;
const tellMs = 15_000;

/** Takes the lock file, or tells which process holds it; null when it is ours now. */
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) ?? '' }));
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A link appears with its content at once: nobody reads a half-written lock.
        linkSync(own, file);
        return null;
      } catch (error) {
        const holder = lockHolder(file);
        if (holder !== null) return holder;
        if (attempt === 10) throw error;
        removeStale(file, `${own}.stale`);
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Removes a lock nobody alive holds; a fresh one that another process made just now is put back. */
function removeStale(file, aside) {
  try {
    renameSync(file, aside);
    if (lockHolder(aside) !== null) linkSync(aside, file);
  } catch {
    // Another process was faster.
  }
  rmSync(aside, { force: true });
}

/**
 * Does some work while no other process of this clone installs or builds; waits for one that does, and says so.
 * A lock whose process is gone counts as free.
 */
export async function aloneInClone(root, work) {
  const file = path.join(root, 'tmp/installation.lock');
  mkdirSync(path.dirname(file), { recursive: true });
  const began = performance.now();
  for (let toldAt = null; ; await sleep(askMs)) {
    const holder = take(file);
    if (holder === null) break;
    if (toldAt !== null && performance.now() - toldAt < tellMs) continue;
    toldAt = performance.now();
    const seconds = Math.round((toldAt - began) / 1000);
    process.stderr.write(
      `Another "npm start" or "npm test" (process ${holder}) installs or builds in this folder: ` +
        `waiting for it${seconds > 0 ? `, ${seconds} s by now` : ''} …\n`,
    );
  }
  const release = () => {
    if (lockHolder(file) === process.pid) rmSync(file, { force: true });
  };
  // The work may end the process.
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
