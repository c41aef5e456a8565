import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { refillOrderId } from '../sides/refill-orders';
import type { BenchStack } from '../stack/bench-stack';
import { mustGet } from '../stack/history-requests';
import { inLanes, perSecond } from './in-lanes';

/** How fast the state of an order can be read, per second. */
export interface ReadRates {
  readonly historyApi: number;
  readonly workflowQueries: number;
}

/**
 * Reads before those that count. The history service has done nothing for minutes, or ever: of 2,000 after 200 reads it answered
 * 464 per second, and 676, 830 and 994 of the next.
 */
const API_WARM_UP = 4_000;
const QUERY_WARM_UP = 200;
/** A read takes so little that fewer would say nothing. */
const API_READS = 2_000;
const QUERIES = 400;

/**
 * Reads orders by the history API, and by queries of their workflows.
 * @param orders open ones, whose workflows the worker has in memory: the cheapest a query can be
 * @param lanes how many reads are on their way at once
 */
export async function readRates(
  { temporal, historyToken }: BenchStack,
  historyUrl: string,
  orders: readonly string[],
  lanes: number,
): Promise<ReadRates> {
  const idOf = (piece: number): string => refillOrderId(orders[piece % orders.length] ?? '');
  const read = async (piece: number): Promise<void> => {
    await mustGet(`${historyUrl}/v1/orders/${idOf(piece)}`, historyToken);
  };
  const query = async (piece: number): Promise<void> => {
    await temporal.client.workflow.getHandle(orderWorkflowId(idOf(piece))).query('state');
  };
  await inLanes(API_WARM_UP, lanes, read);
  await inLanes(QUERY_WARM_UP, lanes, query);
  return {
    historyApi: perSecond(API_READS, await inLanes(API_READS, lanes, read)),
    workflowQueries: perSecond(QUERIES, await inLanes(QUERIES, lanes, query)),
  };
}
