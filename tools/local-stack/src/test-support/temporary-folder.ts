import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** Makes a temporary folder that goes when the tests of the file have run. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'refill-local-stack-'));
  // PostgreSQL's own user has to get through.
  fs.chmodSync(folder, 0o755);
  made.push(folder);
  return folder;
}

/** Writes a shell script that can be run. */
export function writeProgram(file: string, script: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
