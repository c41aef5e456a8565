import { existsSync } from 'node:fs';
import * as path from 'node:path';
import type { ComposeFile, ComposeService } from './compose-file';

/**
 * Tells which names in a compose file lead nowhere: services, networks, volumes, configs, secrets, files.
 * What is declared and never used is a problem too.
 * @param root the folder of the compose file
 */
export function referenceProblems(compose: ComposeFile, root: string): readonly string[] {
  const services = Object.entries(compose.services);
  const used = {
    networks: new Set(services.flatMap(([, service]) => service.networks)),
    volumes: new Set(services.flatMap(([, service]) => service.volumes.map(volumeName))),
    configs: new Set(
      services.flatMap(([, service]) => service.configs.map(({ source }) => source)),
    ),
    secrets: new Set(services.flatMap(([, service]) => service.secrets)),
  };
  return [
    ...services.flatMap(([name, service]) => dependencyProblems(name, service, compose)),
    ...declarationProblems('network', used.networks, compose.networks),
    ...declarationProblems('volume', used.volumes, compose.volumes),
    ...declarationProblems('config', used.configs, compose.configs),
    ...declarationProblems('secret', used.secrets, compose.secrets),
    ...Object.entries({ ...compose.configs, ...compose.secrets })
      .filter(([, { file }]) => !existsSync(path.join(root, file)))
      .map(([name, { file }]) => `${name}: there is no ${file}`),
  ];
}

function volumeName(volume: string): string {
  return volume.split(':')[0] ?? volume;
}

function dependencyProblems(
  name: string,
  service: ComposeService,
  compose: ComposeFile,
): readonly string[] {
  return Object.entries(service.depends_on).flatMap(([other, { condition }]) => {
    const target = compose.services[other];
    if (target === undefined) return [`${name} depends on ${other}, which is not there`];
    if (condition === 'service_healthy' && target.healthcheck === undefined) {
      return [`${name} waits until ${other} is healthy, but that has no healthcheck`];
    }
    if (condition === 'service_completed_successfully' && target.restart === 'unless-stopped') {
      return [`${name} waits until ${other} has ended, but that is restarted for ever`];
    }
    if (target.profiles.length > 0 && service.profiles.length === 0) {
      return [`${name} depends on ${other}, which is started with a profile only`];
    }
    if (!service.networks.some((network) => target.networks.includes(network))) {
      return [`${name} depends on ${other}, but they share no network`];
    }
    return [];
  });
}

function declarationProblems(
  kind: string,
  used: ReadonlySet<string>,
  declared: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [
    ...[...used]
      .filter((name) => !(name in declared))
      .map((name) => `${kind} ${name} is not declared`),
    ...Object.keys(declared)
      .filter((name) => !used.has(name))
      .map((name) => `${kind} ${name} is never used`),
  ];
}
