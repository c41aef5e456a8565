import * as path from 'node:path';
import type { LocalSettings } from './local-settings';
import type { LocalTokens } from './local-tokens';

/** The topic the simulator publishes to; the account is none of AWS's. */
export const simulatorTopicArn = 'arn:aws:sns:us-east-1:000000000000:refill-simulator';

/** Where the codec server answers the Temporal UI. */
export function codecEndpoint({ ports }: LocalSettings): string {
  return `http://127.0.0.1:${String(ports.CODEC_PORT)}`;
}

/** The only address that the services listen on here, unless a variable says otherwise. */
const localHost = '127.0.0.1';

/**
 * What connects a client to a Temporal server somewhere else.
 *
 * The SDK reads these too: with the local server they would make it speak TLS, or use another's profile.
 */
const remoteTemporal = /^TEMPORAL_(API_KEY|PROFILE|TLS.*|GRPC_META.*|CODEC.*)$/;

/**
 * The environment every service gets: all that is set, local values for what is not.
 * @param databaseUrl of the PostgreSQL that runs here; ignored when `DATABASE_URL` is set
 */
export function serviceEnvironment(
  env: NodeJS.ProcessEnv,
  settings: LocalSettings,
  tokens: LocalTokens,
  databaseUrl: string,
): NodeJS.ProcessEnv {
  // A variable set to nothing is not set.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { home, ports, local } = settings;
  const isGiven = (name: string): boolean =>
    set[name] !== undefined || set[`${name}_FILE`] !== undefined;

  const temporal: NodeJS.ProcessEnv = local.temporal
    ? {
        TEMPORAL_ADDRESS: `127.0.0.1:${String(ports.TEMPORAL_PORT)}`,
        TEMPORAL_UI_URL: `http://127.0.0.1:${String(ports.TEMPORAL_UI_PORT)}`,
        // A file with an empty profile: the user's own profiles are for other servers.
        TEMPORAL_CONFIG_FILE: path.join(home, 'temporal-client.toml'),
      }
    : {};
  const own = local.temporal
    ? Object.fromEntries(Object.entries(set).filter(([name]) => !remoteTemporal.test(name)))
    : set;

  // Trust in the simulator is all or nothing: whoever names topics or certificates of their own gets none of it.
  const simulator: NodeJS.ProcessEnv =
    !isGiven('SNS_TOPIC_ARNS') && !isGiven('SNS_CERTIFICATE_DIR')
      ? {
          SNS_TOPIC_ARNS: simulatorTopicArn,
          SNS_CERTIFICATE_DIR: path.join(home, 'sns-certificates'),
          // Ingestion refuses to start with it in production.
          SNS_ALLOW_SIMULATOR: String(set['NODE_ENV'] !== 'production'),
        }
      : {};

  const codec: NodeJS.ProcessEnv = settings.encryption
    ? {
        CODEC_HOST: localHost,
        CODEC_PORT: String(ports.CODEC_PORT),
        // The UI's origin is whichever of the two names was typed into the browser.
        CODEC_ALLOWED_ORIGINS: [localHost, 'localhost']
          .map((host) => `http://${host}:${String(ports.TEMPORAL_UI_PORT)}`)
          .join(','),
      }
    : {};

  const defaults: NodeJS.ProcessEnv = {
    DATABASE_URL: databaseUrl,
    ...temporal,
    TEMPORAL_NAMESPACE: settings.namespace,
    SMTP_URL: `smtp://127.0.0.1:${String(ports.SMTP_PORT)}`,
    EMAIL_FROM: 'Refill <refill@localhost.localdomain>',
    ...tokens,
    ...simulator,
    ...codec,
    INGESTION_HOST: localHost,
    HISTORY_HOST: localHost,
    WORKER_HOST: localHost,
    INGESTION_PORT: String(ports.INGESTION_PORT),
    HISTORY_PORT: String(ports.HISTORY_PORT),
    HISTORY_URL: `http://${localHost}:${String(ports.HISTORY_PORT)}`,
    WORKER_PORT: String(ports.WORKER_PORT),
  };
  return {
    // A variable that is given by a file has its value: with one of ours beside it, no service would start.
    ...Object.fromEntries(Object.entries(defaults).filter(([name]) => !isGiven(name))),
    ...own,
    // Relative paths count from the repository here, wherever a service runs.
    REFILL_HOME: home,
  };
}
