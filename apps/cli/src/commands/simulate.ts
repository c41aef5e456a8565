import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AddCommands } from '../cli-context';
import { CliError } from '../cli-error';
import { EXIT_CODES } from '../exit-codes';

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
      if (!existsSync(main)) {
        throw new CliError(
          'CLI_SIMULATOR_NOT_BUILT',
          'the simulator is not built: "npm start" builds it, "npm run build" as well',
          EXIT_CODES.usage,
        );
      }
      const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit', env });
      await once(child, 'close');
      process.exitCode = child.exitCode ?? 1;
    });
};
