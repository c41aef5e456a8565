// npm start: all of Refill on this machine. Plain Node: it must run before anything is installed.
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkNode, ensureBuilt, root } from './installation.mjs';
import { lockHolder } from './living-process.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

const help = `npm start [-- options]

Installs what is missing, builds, and runs all of Refill on this machine without Docker:
PostgreSQL, Temporal with its UI, a mailbox that catches all mail, and the three services.
Data live in .refill and survive a restart. Ctrl-C stops it all.

Options
  --verbose  show the logs of all programs (they are in .refill/logs anyway)
  --help     show this

Environment variables, with their defaults
  REFILL_HOME       .refill  local data and state
  INGESTION_PORT    8080     takes notifications in
  HISTORY_PORT      8081     order history
  WORKER_PORT       8082     the worker's health and metrics
  POSTGRES_PORT     15432
  TEMPORAL_PORT     7233
  TEMPORAL_UI_PORT  8233
  SMTP_PORT         1025
  MAILBOX_PORT      8025
  DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL
                    use yours; that part is then not started here
All others are passed on to the services; what is not set gets a local value.
`;

let options;
try {
  options = parseArgs({
    options: {
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
} catch (error) {
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exit(2);
}
if (options.help) {
  process.stdout.write(help);
  process.exit(0);
}

stopWithNpm();
checkNode();

const lock = path.join(path.resolve(root, process.env.REFILL_HOME || '.refill'), 'start.lock');

/** Ends this process when Refill runs already, before a build changes what it runs. */
function refuseSecondStart() {
  const holder = lockHolder(lock);
  if (holder === null) return;
  process.stderr.write(
    `ALREADY_RUNNING: Refill already runs in ${path.dirname(lock)} (process ${holder}). ` +
      'Stop it by Ctrl-C there, or set REFILL_HOME and other ports to run a second one.\n',
  );
  process.exit(1);
}

refuseSecondStart();
await ensureBuilt({
  verbose: options.verbose,
  // Whom we waited for may run it by now.
  before: refuseSecondStart,
  after: async () => {
    await import(pathToFileURL(path.join(root, 'tools/local-stack/dist/start.js')).href);
    // It takes its lock before it waits for anything; only then may the next one look.
    while (lockHolder(lock) !== process.pid) await sleep(20);
  },
});
