import type { ComposeFile } from './compose-file';

/** Tells what makes a compose file less safe, or less steady, than one for production has to be. */
export function hardeningProblems(compose: ComposeFile): readonly string[] {
  return Object.entries(compose.services).flatMap(([name, service]) => {
    const problems: string[] = [];
    if (service.image === undefined || !/:[^:/]*\d[^:/]*$/.test(service.image)) {
      problems.push('its image has no version');
    }
    if (service.restart === undefined) problems.push('it has no restart policy');
    if (!service.cap_drop.includes('ALL')) problems.push('it keeps capabilities');
    if (!service.security_opt.includes('no-new-privileges:true')) {
      problems.push('it may gain privileges');
    }
    if (service.user === 'root' || service.user?.startsWith('0') === true) {
      problems.push('it runs as root');
    }
    for (const port of service.ports) {
      // Without an address Docker publishes it to the whole world, past the firewall.
      if (!/^(127\.0\.0\.1|\$\{[A-Z_]+:-127\.0\.0\.1\}):/.test(port)) {
        problems.push(`it publishes ${port} on every address`);
      }
    }
    if (service.build !== undefined) {
      if (!service.read_only) problems.push('its files can be changed');
      // What ends by itself is over before anybody could ask how it is.
      const ends = service.restart?.startsWith('on-failure') === true;
      if (!ends && service.healthcheck === undefined) problems.push('it has no healthcheck');
      if (service.environment['NODE_ENV'] !== 'production') {
        problems.push('NODE_ENV is not production');
      }
      if ('SNS_ALLOW_SIMULATOR' in service.environment) {
        problems.push("it could trust the simulator's certificate");
      }
    }
    return problems.map((problem) => `${name}: ${problem}`);
  });
}
