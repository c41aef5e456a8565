import type { AddCommands } from '../cli-context';
import { CliError } from '../cli-error';
import { type ConnectionOptions, historyAddress } from '../cli-settings';
import { doctorEnvironment } from '../doctor/doctor-environment';
import { doctorText } from '../doctor/doctor-text';
import { runDoctor } from '../doctor/run-doctor';
import { EXIT_CODES } from '../exit-codes';
import { withOutput } from '../options';
import { type OutputOptions, writeOne } from '../output';

const MORE = `
It looks at the settings of this shell; where they name no deployment, at those that "npm start" gave its services. Run it
where the services run, with their environment: in a container, or with "set -a; . ./refill.env".
It changes nothing and sends nothing. The exit code is 1 when something has to be mended.`;

/** `refill doctor` */
export const addDoctor: AddCommands = (program, context) => {
  const { terminal, env, cwd } = context;
  const command = program
    .command('doctor')
    .description(
      'check settings, connections, schema, certificates, topics and mail, and say how to mend each',
    )
    .addHelpText('after', MORE);
  withOutput(command).action(async () => {
    const options = command.optsWithGlobals<OutputOptions & ConnectionOptions>();
    const { env: settings, source } = await doctorEnvironment(env, cwd);
    if (terminal.isScreen) terminal.say(`Looking at ${source}.\n`);
    const findings = await runDoctor(settings, historyAddress(settings, options), context.now());
    await writeOne(findings, () => doctorText(findings, terminal), options, terminal);
    const failed = findings.filter(({ state }) => state === 'failed').length;
    if (failed > 0) {
      throw new CliError(
        'CLI_DOCTOR_FAILED',
        `${String(failed)} of ${String(findings.length)} checks failed`,
        EXIT_CODES.failed,
      );
    }
    if (terminal.isScreen) terminal.say('\nNothing has to be mended.');
  });
};
