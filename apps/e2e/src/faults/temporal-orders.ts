import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { orderStatusKey } from '@refill/temporal/search-attributes';
import type { ExpectedOutcome } from './expected-outcome';
import type { Flaw } from './judge-order';
import type { StoredOrder } from './stored-orders';

const AT_ONCE = 16;

/** An order to look up in Temporal. */
export interface OrderToCompare {
  readonly orderId: string;
  readonly expected: ExpectedOutcome;
  readonly stored: StoredOrder;
}

/** Compares orders in PostgreSQL with their workflows in Temporal; flaws by order. */
export async function compareWithTemporal(
  client: Client,
  orders: readonly OrderToCompare[],
): Promise<ReadonlyMap<string, Flaw>> {
  const flaws = new Map<string, Flaw>();
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    await Promise.all(
      orders.slice(from, from + AT_ONCE).map(async (order) => {
        const text = await difference(client, order);
        if (text !== null) flaws.set(order.orderId, { kind: 'wrong', text: `Temporal: ${text}` });
      }),
    );
  }
  return flaws;
}

async function difference(
  client: Client,
  { orderId, expected, stored }: OrderToCompare,
): Promise<string | null> {
  try {
    const workflow = await client.workflow.getHandle(`order:${orderId}`).describe();
    if (workflow.runId !== stored.runId) {
      return `the run ${workflow.runId}, in PostgreSQL ${stored.runId}`;
    }
    // What came after the end is counted in by PostgreSQL alone.
    const shouldBe = expected.ended || stored.refolded ? 'COMPLETED' : 'RUNNING';
    if (workflow.status.name !== shouldBe) return `${workflow.status.name} (${stored.status})`;
    const status = String(workflow.typedSearchAttributes.get(orderStatusKey));
    if (!stored.refolded && status !== stored.status) {
      return `OrderStatus ${status}, in PostgreSQL ${stored.status}`;
    }
    return null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'no such workflow';
    throw error;
  }
}
