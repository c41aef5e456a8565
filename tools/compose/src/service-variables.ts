import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ComposeFile } from './compose-file';

/** Where each service reads its variables; its config schema has one key for each. */
const configFiles: Readonly<Record<string, string>> = {
  ingestion: 'apps/ingestion/src/config-schema.ts',
  worker: 'apps/worker/src/config.ts',
  history: 'apps/history/src/history-config.ts',
  migrate: 'apps/history/src/history-config.ts',
  codec: 'apps/codec/src/codec-config.ts',
};

/** What OpenTelemetry's SDK reads by itself, in the services that trace. */
const tracing = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'];

/** What Node and the SDKs read by themselves. */
const sdkVariables: Readonly<Record<string, readonly string[]>> = {
  ingestion: [
    'NODE_ENV',
    'TEMPORAL_ADDRESS',
    'TEMPORAL_NAMESPACE',
    'TEMPORAL_ENCRYPTION_KEYS',
    'AWS_REGION',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    ...tracing,
  ],
  worker: ['NODE_ENV', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', ...tracing],
  history: [
    'NODE_ENV',
    'TEMPORAL_ADDRESS',
    'TEMPORAL_NAMESPACE',
    'TEMPORAL_ENCRYPTION_KEYS',
    ...tracing,
  ],
  migrate: ['NODE_ENV'],
  codec: ['NODE_ENV'],
};

/** The environment variables that one of our services knows, from the source of its config. */
export function knownVariables(service: string, root: string): ReadonlySet<string> {
  const file = configFiles[service];
  if (file === undefined) throw new Error(`it is not known where ${service} reads its variables`);
  const source = readFileSync(path.join(root, file), 'utf8');
  const keys = [...source.matchAll(/[\s{]([A-Z][A-Z0-9_]+):\s/g)].map((match) => match[1] ?? '');
  return new Set([...keys, ...(sdkVariables[service] ?? [])]);
}

/**
 * Tells which variables a compose file sets for a service that never reads them.
 * @param root the repository
 */
export function variableProblems(compose: ComposeFile, root: string): readonly string[] {
  return Object.entries(compose.services)
    .filter(([, { build }]) => build !== undefined)
    .flatMap(([service, { environment }]) => {
      const known = knownVariables(service, root);
      return Object.keys(environment)
        .filter((name) => !known.has(name))
        .map((name) => `${service} does not know ${name}`);
    });
}
