// Which process is which: a pid alone may belong to another one by now.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** When a process began; null when it is gone. The same as `beginningOf` of tools/local-stack, whose locks we read. */
export function beginningOf(pid) {
  if (!isAlive(pid)) return null;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold blanks; starttime is field 22 (proc(5)).
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    try {
      const env = { ...process.env, LC_ALL: 'C' };
      const args = ['-o', 'lstart=', '-p', String(pid)];
      return execFileSync('ps', args, { encoding: 'utf8', stdio: 'pipe', env }).trim();
    } catch {
      return '';
    }
  }
}

/** The living process that holds a lock file; null when nobody does. */
export function lockHolder(file) {
  try {
    const { pid, began } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && beginningOf(pid) === began ? pid : null;
  } catch {
    return null;
  }
}
