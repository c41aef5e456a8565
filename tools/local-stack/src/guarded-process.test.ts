import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { exitText } from './exit-text';
import { startGuardedProcess } from './guarded-process';
import { isAlive } from './process-table';
import { temporaryFolder, writeProgram } from './test-support/temporary-folder';

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come true');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('startGuardedProcess', () => {
  it('logs, tells the exit code and removes what is to go', async () => {
    const folder = temporaryFolder();
    const logFile = path.join(folder, 'logs/program.log');
    const gone = path.join(folder, 'gone');
    fs.mkdirSync(gone);
    const running = startGuardedProcess({
      command: '/bin/sh',
      args: ['-c', 'echo out; echo err >&2; exit 3'],
      env: process.env,
      logFile,
      removeOnExit: [gone],
    });
    const code = await running.exited;
    expect(code).toBe(3);
    expect(exitText(code)).toBe('ended with code 3');
    expect(running.stopRequested()).toBe(false);
    expect(fs.readFileSync(logFile, 'utf8')).toBe('out\nerr\n');
    expect(fs.existsSync(gone)).toBe(false);
  });

  it('tells which signal ended it', async () => {
    const running = startGuardedProcess({
      command: '/bin/sh',
      args: ['-c', 'kill -SEGV $$'],
      env: process.env,
      logFile: path.join(temporaryFolder(), 'program.log'),
    });
    expect(exitText(await running.exited)).toBe('was ended by SIGSEGV');
  });

  it('says when there is no such program', async () => {
    const logFile = path.join(temporaryFolder(), 'program.log');
    const running = startGuardedProcess({
      command: '/nowhere/program',
      args: [],
      env: process.env,
      logFile,
    });
    expect(await running.exited).toBe(127);
    expect(fs.readFileSync(logFile, 'utf8')).toContain('cannot run /nowhere/program');
  });

  it('asks to stop first and kills what does not', async () => {
    const folder = temporaryFolder();
    const logFile = path.join(folder, 'program.log');
    const running = startGuardedProcess({
      command: process.execPath,
      args: [
        '-e',
        'process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1e6);',
      ],
      env: process.env,
      logFile,
      killAfterMs: 200,
    });
    await until(() => fs.existsSync(logFile) && fs.readFileSync(logFile, 'utf8').includes('up'));
    await running.stop();
    expect(fs.readFileSync(logFile, 'utf8')).toMatch(/up\nno\n.*ended by SIGKILL/);
    expect(running.stopRequested()).toBe(true);
  });

  it('ends the program when the process that started it is killed', async () => {
    const folder = temporaryFolder();
    const pidFile = path.join(folder, 'pid');
    // What startGuardedProcess does, from a process that can be killed.
    const guard = path.resolve(__dirname, '../../run/process-guard.mjs');
    const spec = JSON.stringify({
      command: 'sleep',
      args: ['600'],
      stopSignal: 'SIGTERM',
      killAfterMs: 1_000,
      removeOnExit: [],
      pidFile,
    });
    const starter = spawn(
      process.execPath,
      [
        '-e',
        'require("child_process").spawn(process.execPath, process.argv.slice(1), ' +
          '{ detached: true, stdio: ["pipe", "ignore", "ignore"] }); setInterval(() => {}, 1e6);',
        guard,
        spec,
      ],
      { stdio: 'ignore' },
    );
    await until(() => fs.existsSync(pidFile) && fs.readFileSync(pidFile, 'utf8') !== '');
    const pid = Number(fs.readFileSync(pidFile, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    await until(() => !isAlive(pid) && !fs.existsSync(pidFile));
  });

  it('keeps Ctrl-C of the terminal away from the program', async () => {
    const folder = temporaryFolder();
    const script = path.join(folder, 'program');
    const pidFile = path.join(folder, 'pid');
    writeProgram(script, 'exec sleep 600');
    const running = startGuardedProcess({
      command: script,
      args: [],
      env: process.env,
      logFile: path.join(folder, 'program.log'),
      pidFile,
    });
    await until(() => fs.existsSync(pidFile) && fs.readFileSync(pidFile, 'utf8') !== '');
    const groupOf = (pid: number): string =>
      execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    expect(groupOf(Number(fs.readFileSync(pidFile, 'utf8')))).not.toBe(groupOf(process.pid));
    await running.stop();
  });
});
