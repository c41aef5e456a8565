import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../test-support/child-service';

const answerSchema = z.discriminatedUnion('found', [
  z.object({ found: z.literal(true), file: z.string() }),
  z.object({ found: z.literal(false), reason: z.string() }),
]);

/**
 * Describes tests that need moto; where Python or its registry is not there, they are skipped and the reason is printed.
 *
 * Jest has to know at once what to skip: so the installer is waited for in a way that stops everything else.
 * @param tests gets the path of moto's server
 * @throws Error when moto could be had but not be installed
 */
export function describeWithMoto(name: string, tests: (program: string) => void): void {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'tools/local-stack/dist/print-moto-program.js')],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error('moto could not be installed', { cause: error });
  const moto = answerSchema.parse(JSON.parse(stdout));
  if (moto.found) {
    describe(name, () => tests(moto.file));
    return;
  }
  console.warn(`"${name}" is skipped: ${moto.reason}`);
  describe.skip(name, () => tests(''));
}
