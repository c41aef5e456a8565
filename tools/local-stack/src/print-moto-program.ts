import { findMoto } from './moto-program';

/**
 * Prints what `findMoto` finds as one line of JSON, and what goes on meanwhile on stderr.
 *
 * A program of its own, since a test file has to know whether to skip its tests before it can wait for anything.
 */
async function printMotoProgram(): Promise<void> {
  const moto = await findMoto(process.env, (line) => process.stderr.write(`setup: ${line}\n`));
  process.stdout.write(`${JSON.stringify(moto)}\n`);
}

printMotoProgram().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
