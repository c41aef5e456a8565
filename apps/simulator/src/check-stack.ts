import { requestHttp } from './http-answer';
import { SimulatorError } from './simulator-error';

/**
 * Makes sure that a service runs before anything is sent.
 * @param name as the person knows it: `ingestion`
 * @throws SimulatorError `SIMULATOR_STACK_DOWN` when it does not answer
 */
export async function checkStack(name: string, url: string, signal: AbortSignal): Promise<void> {
  const answer = await requestHttp(
    { method: 'GET', url: `${url}/healthz`, headers: {}, timeoutMs: 5_000 },
    signal,
  );
  if (answer.kind === 'answered' && answer.status === 200) return;
  const why =
    answer.kind === 'no-answer' ? answer.reason : `/healthz says ${String(answer.status)}`;
  throw new SimulatorError(
    'SIMULATOR_STACK_DOWN',
    `${name} does not answer at ${url} (${why}). Start the stack with "npm start" and wait for "Refill is ready".`,
  );
}
