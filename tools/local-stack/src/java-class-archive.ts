import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './cached-program';
import { freePort } from './free-port';
import { startGuardedProcess } from './guarded-process';
import { listens } from './listens';
import { waitForProcessLock } from './process-lock';

/** The file in a program's folder that holds its loaded classes. */
export const CLASS_ARCHIVE = 'classes.jsa';

/** How long the program may take to listen, and then to write the archive, in ms. */
const LISTENS_WITHIN_MS = 30_000;
const WRITES_WITHIN_MS = 30_000;
const POLL_MS = 50;

/**
 * Lets Java keep the classes that a server loads on its start, so that the next start takes a quarter of the CPU: the
 * SDK gives a test server five seconds, which a busy machine may need for loading classes alone.
 *
 * Tried once; a Java that can't (before 13) runs the server without.
 * @param program a script that runs a server by Java, with the port as its argument, and uses `classes.jsa` beside it if that is there
 */
export async function makeClassArchive(
  program: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  const folder = path.dirname(program);
  const archive = path.join(folder, CLASS_ARCHIVE);
  const tried = path.join(folder, 'classes.tried');
  if (fs.existsSync(tried)) return;
  const lock = await waitForProcessLock(`${archive}.lock`, (holder) => {
    progress(`waiting for process ${String(holder)}, which is preparing ${path.basename(program)}`);
  });
  try {
    if (fs.existsSync(tried)) return;
    progress(`preparing ${path.basename(program)}`);
    const unfinished = `${archive}.unfinished`;
    await runOnce(program, folder, {
      ...env,
      JAVA_TOOL_OPTIONS: `-XX:ArchiveClassesAtExit=${unfinished}`,
    });
    if (fs.existsSync(unfinished)) fs.renameSync(unfinished, archive);
    fs.writeFileSync(tried, '');
  } finally {
    lock.release();
  }
}

/** Starts a server, and stops it as soon as it listens. */
async function runOnce(program: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const port = await freePort();
  const server = startGuardedProcess({
    command: program,
    args: [String(port)],
    env,
    killAfterMs: WRITES_WITHIN_MS,
    logFile: path.join(folder, 'classes.log'),
  });
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + LISTENS_WITHIN_MS;
  while (!ended && Date.now() < deadline && !(await listens(port))) await delay(POLL_MS);
  await server.stop();
}
