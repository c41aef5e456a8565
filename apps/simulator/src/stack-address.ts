import { SimulatorError } from './simulator-error';

/**
 * Reads the address of a service and makes sure that it is one of this machine.
 * @param option how the person gave it, for the message: `--target`
 * @param force whether another machine is all right
 * @returns the address without a slash at the end
 * @throws SimulatorError `SIMULATOR_ADDRESS_INVALID` or `SIMULATOR_TARGET_NOT_LOCAL`
 */
export function stackAddress(text: string, option: string, force: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.port === '0') {
    throw new SimulatorError(
      'SIMULATOR_ADDRESS_INVALID',
      `${option} must be an address such as http://127.0.0.1:8080`,
    );
  }
  if (!isLoopback(url.hostname) && !force) {
    throw new SimulatorError(
      'SIMULATOR_TARGET_NOT_LOCAL',
      `${option} is not this machine. The simulator would store a made-up contact and send made-up orders there. ` +
        'A production stack refuses them with 403 (it does not trust the certificate of "Refill Simulator"); ' +
        'a test stack with SNS_ALLOW_SIMULATOR=true and this certificate takes them. If that is what you want, add --force.',
    );
  }
  return text.replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
