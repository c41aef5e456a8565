import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { withOutput } from '../options';
import { type OutputOptions, writeOne } from '../output';
import { tableText } from '../table';
import { momentText } from '../time-text';

/** `refill versions` */
export const addVersions: AddCommands = (program, context) => {
  const { terminal, signal } = context;
  const command = program
    .command('versions')
    .description('which versions of notifications come, and how far the migration to 2.0 is');
  withOutput(command).action(async () => {
    const options = command.optsWithGlobals<OutputOptions & ConnectionOptions>();
    const client = await context.client(options);
    const [versions, migration] = await Promise.all([
      client.versions.get({ signal }),
      client.versions.getMigration({ signal }),
    ]);
    const rows = versions.models.flatMap(({ modelId, notifications, devicesOn1 }) =>
      notifications.map((one) => ({ modelId, devicesOn1, ...one })),
    );
    await writeOne(
      { ...versions, migration },
      () =>
        `${tableText(
          rows,
          [
            { head: 'MODEL', value: ({ modelId }) => modelId },
            { head: 'NOTIFICATION', value: ({ type }) => type.replace(/Notification$/, '') },
            { head: 'VERSION', value: ({ version }) => version },
            { head: 'COUNT', value: ({ count }) => String(count) },
            { head: 'LAST', value: ({ lastAt }) => momentText(lastAt), optional: true },
            { head: 'ON 1.0', value: ({ devicesOn1 }) => String(devicesOn1) },
          ],
          terminal,
        )}\n${migration.model}: ${migration.ready ? 'ready for 2.0' : 'not yet ready for 2.0'}\n`,
      options,
      terminal,
    );
  });
};
