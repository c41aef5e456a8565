import { number, objectOf } from './answer-reader';
import type { CallOptions, HistoryConnection, HistoryRequest } from './history-connection';

const countReader = objectOf<{ readonly count: number }>({ count: number });

/** Asks a route that says how many there are. */
export async function readCount(
  connection: HistoryConnection,
  request: Pick<HistoryRequest, 'route' | 'query'>,
  options?: CallOptions,
): Promise<number> {
  const { count } = await connection.send({ method: 'GET', ...request }, countReader, options);
  return count;
}
