import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { AddCommands } from '../cli-context';

/** `refill simulate …`: hands everything on to the simulator. */
export const addSimulate: AddCommands = (program, { env }) => {
  program
    .command('simulate')
    .description('play Amazon against a running stack: refill simulate list')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[arguments...]')
    .action(async (args: string[]) => {
      // Another program: apps don't import apps.
      const main = path.join(__dirname, '../../../simulator/dist/main.js');
      const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit', env });
      await once(child, 'close');
      process.exitCode = child.exitCode ?? 1;
    });
};
