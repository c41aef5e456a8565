import type { BenchStack } from '../stack/bench-stack';
import { mustGet } from '../stack/history-requests';
import { refillOrderId } from './order-rates';
import { inLanes, perSecond } from './in-lanes';

/** How fast the state of an order can be read, per second. */
export interface ReadRates {
  readonly historyApi: number;
  readonly workflowQueries: number;
}

/** Reads orders by the history API, and by queries of their workflows. */
export async function readRates(
  stack: BenchStack,
  historyUrl: string,
  orders: readonly string[],
  pieces: number,
  lanes: number,
): Promise<ReadRates> {
  const idOf = (piece: number): string => refillOrderId(orders[piece % orders.length] ?? '');
  const apiMs = await inLanes(pieces, lanes, async (piece) => {
    await mustGet(`${historyUrl}/v1/orders/${idOf(piece)}`, stack.historyToken);
  });
  const queryMs = await inLanes(pieces, lanes, async (piece) => {
    await stack.client.workflow.getHandle(`order:${idOf(piece)}`).query('state');
  });
  return { historyApi: perSecond(pieces, apiMs), workflowQueries: perSecond(pieces, queryMs) };
}
