import type { LocalSettings } from './local-settings';
import type { LocalTokens } from './local-tokens';
import { codecEndpoint } from './service-environment';

/** A table of two columns as aligned text. */
export function formatTable(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

/**
 * What is printed when all is ready: where everything is and the tokens to use it.
 * @param env the environment the services got
 * @param tokens the tokens of this installation; those set otherwise are not printed
 */
export function readyMessage(
  settings: LocalSettings,
  env: NodeJS.ProcessEnv,
  tokens: LocalTokens,
): string {
  const { ports, local, home } = settings;
  const at = (port: number, path = ''): string => `http://127.0.0.1:${String(port)}${path}`;
  const token = (name: keyof LocalTokens): [string, string] => [
    name,
    env[name] === tokens[name] ? tokens[name] : 'as set',
  ];
  const where = (isLocal: boolean, address: string, variable: string): string =>
    isLocal ? address : `${variable} as set`;
  return [
    'Refill is ready',
    '',
    formatTable([
      ['Ingestion', `${at(ports.INGESTION_PORT)}  (POST /sns, POST /v1/replenishments)`],
      ['Order history', `${at(ports.HISTORY_PORT)}  (pages; API under /v1, described at /docs)`],
      ['Worker', at(ports.WORKER_PORT, '/readyz')],
      [
        'Temporal',
        where(local.temporal, `127.0.0.1:${String(ports.TEMPORAL_PORT)}`, 'TEMPORAL_ADDRESS'),
      ],
      ...(local.temporal ? ([['Temporal UI', at(ports.TEMPORAL_UI_PORT)]] as const) : []),
      ...(settings.encryption
        ? ([['Codec server', `${codecEndpoint(settings)}  (shows payloads in the UI)`]] as const)
        : []),
      // An address that was set may hold a password that is none of ours to print.
      ['PostgreSQL', where(local.postgres, env['DATABASE_URL'] ?? '', 'DATABASE_URL')],
      ['Mail to', where(local.mailbox, `smtp://127.0.0.1:${String(ports.SMTP_PORT)}`, 'SMTP_URL')],
      ...(local.mailbox ? ([['Mailbox', at(ports.MAILBOX_PORT)]] as const) : []),
      token('INGESTION_TOKEN'),
      token('HISTORY_READ_TOKEN'),
      token('HISTORY_WRITE_TOKEN'),
      ['Data and logs', home],
    ]),
    '',
    'Ctrl-C stops it all.',
  ].join('\n');
}
