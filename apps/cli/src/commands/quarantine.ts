import type { ListedQuarantined, Replay } from '@refill/history-client';
import type { AddCommands } from '../cli-context';
import { CliError } from '../cli-error';
import type { ConnectionOptions } from '../cli-settings';
import { confirm } from '../confirm';
import { EXIT_CODES } from '../exit-codes';
import { factsText } from '../facts-text';
import { limitOf, withActor, withLimit, withOutput } from '../options';
import { type OutputOptions, take, writeList, writeOne } from '../output';
import { type Progress, startProgress } from '../progress';
import type { Column } from '../table';
import { momentText } from '../time-text';

type Options = OutputOptions & ConnectionOptions & { readonly actor?: string };

const COLUMNS: readonly Column<ListedQuarantined>[] = [
  { head: 'ID', value: ({ id }) => id },
  { head: 'STATE', value: ({ state }) => state },
  { head: 'REASON', value: ({ reasonCode }) => reasonCode },
  { head: 'BY', value: ({ transport }) => transport },
  { head: 'RECEIVED', value: ({ receivedAt }) => momentText(receivedAt) },
  { head: 'TIMES', value: ({ attempts }) => String(attempts) },
];

/** `refill quarantine list`, `show`, `replay`, `drop` */
export const addQuarantine: AddCommands = (program, context) => {
  const { terminal, signal } = context;
  const quarantine = program
    .command('quarantine')
    .description("messages that can't be used: list, show, replay, drop");

  const list = quarantine
    .command('list')
    .description('list messages, the newest first')
    .option('--state <state...>', 'open, replaying, replayed, dropped')
    .option('--reason <code>', 'one reason');
  withOutput(withLimit(list, 50)).action(async () => {
    const options = list.optsWithGlobals<
      Options & { state?: string[]; reason?: string; limit: number; all?: boolean }
    >();
    const client = await context.client(options);
    const filter = { state: options.state, reasonCode: options.reason };
    const listing = client.quarantine.list(filter, { signal });
    const count = await writeList(take(listing, limitOf(options)), COLUMNS, options, terminal);
    if (terminal.isScreen && count === 0) terminal.say('No message fits.');
  });

  const show = quarantine
    .command('show')
    .description('show what a message says and what was done with it (needs the write token)')
    .argument('<id>');
  withOutput(show).action(async (id: string) => {
    const options = show.optsWithGlobals<Options>();
    const client = await context.client(options);
    const message = await client.quarantine.get(id, { signal });
    const facts = factsText(
      [
        ['state', message.state],
        ['why', `${message.reasonCode}: ${message.detail}`],
        ['message', message.messageId],
        ['received', momentText(message.receivedAt)],
        ['trusted', message.untrusted ? 'no' : 'yes'],
        ...message.actions.map(
          ({ action, at, actor, outcome, note }) =>
            [
              momentText(at),
              [action, outcome, actor, note].filter((part) => part !== null).join(', '),
            ] as const,
        ),
      ],
      terminal,
    );
    await writeOne(message, () => `${facts}\n${message.body}\n`, options, terminal);
  });

  const replay = quarantine
    .command('replay')
    .description('send one message, or all of a reason, through the whole pipeline again')
    .argument('[id]')
    .option('--reason <code>', 'all open messages of this reason')
    .option('--dry-run', 'only say how many there are')
    .option('--yes', 'do not ask');
  withOutput(withActor(replay)).action(async (id: string | undefined) => {
    const options = replay.optsWithGlobals<
      Options & { reason?: string; dryRun?: boolean; yes?: boolean }
    >();
    const { reason, actor } = options;
    if ((id === undefined) === (reason === undefined)) {
      throw new CliError('CLI_INPUT_INVALID', 'name one id, or --reason', EXIT_CODES.usage);
    }
    const client = await context.client(options);
    if (id !== undefined) {
      const done = await client.quarantine.replay(id, { actor, signal });
      const text =
        done.outcome === null ? 'The replay is under way.' : `Replayed: ${done.outcome}.`;
      await writeOne(done, () => `${text}\n`, options, terminal);
      return;
    }
    const code = reason ?? '';
    const preview = await client.quarantine.previewReplayAllOf(code, { signal });
    if (options.dryRun === true || preview.matched === 0) {
      const text = `${String(preview.matched)} open messages have the reason ${code}.\n`;
      await writeOne(preview, () => text, options, terminal);
      return;
    }
    await confirm(`Replay ${String(preview.matched)} messages?`, options, terminal, signal);
    let progress: Progress | null = null;
    const result = await client.quarantine.replayAllOf(code, {
      actor,
      signal,
      onProgress: ({ total, done }) => {
        progress ??= startProgress(terminal, 'messages');
        progress.at({ count: done, part: total === 0 ? 1 : done / total });
      },
    });
    stop(progress);
    await writeOne(result, () => replayText(result), options, terminal);
    if (result !== null && result.outcomes.taken + result.outcomes.deferred < result.total) {
      throw new CliError(
        'CLI_REPLAY_INCOMPLETE',
        'some messages could still not be used: refill quarantine list',
        EXIT_CODES.failed,
      );
    }
  });

  const drop = quarantine
    .command('drop')
    .description('give a message up; it stays in the list, with who did it and why')
    .argument('<id>')
    .option('--note <text>', 'why, for the record')
    .option('--yes', 'do not ask');
  withActor(drop).action(async (id: string) => {
    const options = drop.optsWithGlobals<Options & { note?: string; yes?: boolean }>();
    const client = await context.client(options);
    await confirm(`Give message ${id} up?`, options, terminal, signal);
    await client.quarantine.drop(id, { actor: options.actor, note: options.note, signal });
    terminal.say('Dropped.');
  });
};

function stop(progress: Progress | null): void {
  progress?.stop();
}

function replayText(replay: Replay | null): string {
  if (replay === null) return 'No message is open for this reason any more.\n';
  const outcomes = Object.entries(replay.outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${String(count)} ${outcome}`);
  return `${String(replay.done)} of ${String(replay.total)} replayed: ${outcomes.join(', ')}\n`;
}
