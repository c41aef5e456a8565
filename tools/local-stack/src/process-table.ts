import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';

/** Tells whether a process runs, be it ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ps(format: string, pid: number): string {
  try {
    return execFileSync('ps', ['-o', `${format}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, LC_ALL: 'C' },
    }).trim();
  } catch {
    return '';
  }
}

/** The command line of a process; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    // Small containers have /proc, but no ps.
    return fs
      .readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim();
  } catch {
    return ps('args', pid);
  }
}

/** Tells a process from a later one with the same pid: when it began; `undefined` when it is gone. */
export function beginningOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = fs.readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in field 2 may hold blanks; starttime is field 22 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return ps('lstart', pid);
  }
}
