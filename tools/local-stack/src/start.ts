import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import { readyMessage } from './address-table';
import { createLocalStack, loggedParts, type LocalStack } from './local-stack';
import { readLocalSettings, type LocalSettings } from './local-settings';
import { followLog } from './log-follower';
import { takeProcessLock } from './process-lock';
import { serviceLog } from './service-process';

/** Ctrl-C under npm arrives twice at once, from the terminal and from npm; that is one request to stop, in ms. */
const repeatedSignalMs = 500;

/** Everything must have stopped after this many ms; the guards end what has not by then. */
const stopTimeoutMs = 14_000;

const root = path.resolve(__dirname, '../../..');

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why a step of the start failed, in full; the list of steps shows the first line only. */
class StepError extends Error {
  constructor(readonly full: string) {
    super(full.split('\n', 1)[0]);
  }
}

async function step(run: Promise<void>): Promise<void> {
  try {
    await run;
  } catch (error) {
    throw new StepError(messageOf(error));
  }
}

/** Brings the stack up, showing each step. */
async function bringUp(
  stack: LocalStack,
  settings: LocalSettings,
  verbose: boolean,
): Promise<void> {
  const { local } = settings;
  const tasks = new Listr(
    [
      { title: 'Ports and leftovers', task: () => step(stack.prepare()) },
      {
        title: 'Backends',
        task: (_context, task) =>
          task.newListr(
            [
              {
                title: 'PostgreSQL',
                skip: () => !local.postgres && 'DATABASE_URL is set',
                task: () => step(stack.startPostgres()),
              },
              {
                title: 'Temporal',
                skip: () => !local.temporal && 'TEMPORAL_ADDRESS is set',
                task: (_inner, temporal) =>
                  step(
                    stack.startTemporal((line) => {
                      temporal.output = line;
                    }),
                  ),
              },
              {
                title: 'Mailbox',
                skip: () => !local.mailbox && 'SMTP_URL is set',
                task: () => step(stack.startMailbox()),
              },
            ],
            { concurrent: true },
          ),
      },
      {
        title: 'Services',
        task: (_context, task) =>
          task.newListr(
            stack.services.map((service) => ({
              title: service.name,
              task: () => step(stack.startService(service)),
            })),
            { concurrent: true },
          ),
      },
    ],
    {
      registerSignalListeners: false,
      // A terminal without a width cannot be drawn on.
      renderer:
        verbose || !process.stdout.isTTY || process.stdout.columns < 40 ? 'simple' : 'default',
      rendererOptions: { collapseSubtasks: false },
    },
  );
  await tasks.run();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
  const settings = readLocalSettings(process.env, root);
  fs.mkdirSync(settings.home, { recursive: true });
  const lock = takeProcessLock(path.join(settings.home, 'start.lock'));
  if (!lock.taken) {
    complain(
      `ALREADY_RUNNING: Refill already runs in ${settings.home} (process ${String(lock.holder)}). ` +
        'Stop it by Ctrl-C there, or set REFILL_HOME and other ports to run a second one.',
    );
    process.exit(1);
  }

  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const stack = createLocalStack({
    settings,
    env: process.env,
    root,
    onDeath: (report) => {
      if (!stack.parts.stopping()) complain(report);
      finish(1);
    },
  });

  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stoppingSince === undefined) {
        stoppingSince = performance.now();
        finish(0);
      } else if (performance.now() - stoppingSince > repeatedSignalMs) {
        // The guards stop what still runs.
        process.exit(1);
      }
    });
  }

  const followers = values.verbose
    ? loggedParts.map((name) =>
        followLog(serviceLog(settings.home, name), (line) => {
          say(`${name.padEnd(9)} | ${line}`);
        }),
      )
    : [];

  void bringUp(stack, settings, values.verbose).then(
    () => {
      if (!stack.parts.stopping()) {
        say(`\n${readyMessage(settings, stack.environment(), stack.tokens)}`);
      }
    },
    (error: unknown) => {
      if (!stack.parts.stopping()) {
        complain(`\n${error instanceof StepError ? error.full : messageOf(error)}`);
      }
      finish(1);
    },
  );

  const code = await finished;
  const timer = setTimeout(() => {
    complain('Stopping took too long.');
    process.exit(1);
  }, stopTimeoutMs);
  await stack.parts.stopAll((name) => {
    say(`Stopping ${name}`);
  });
  clearTimeout(timer);
  for (const follower of followers) follower.stop();
  lock.lock.release();
  say('Stopped.');
  process.exit(code);
}

main().catch((error: unknown) => {
  complain(messageOf(error));
  process.exit(1);
});
