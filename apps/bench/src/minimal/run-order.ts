import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { type MinimalActivities, type MinimalFact, placedSignal, shippedSignal } from './messages';

/** An order as it is written by hand for speed alone: two signals, one timer, two side effects for each. */
export async function runOrder({ record, mail }: MinimalActivities): Promise<void> {
  let placed: MinimalFact | undefined;
  let shipped: MinimalFact | undefined;
  setHandler(placedSignal, (fact) => {
    placed = fact;
  });
  setHandler(shippedSignal, (fact) => {
    shipped = fact;
  });
  const orderId = workflowInfo().workflowId;
  const tell = async (status: string, fact: MinimalFact | undefined): Promise<void> => {
    if (fact === undefined) return;
    await Promise.all([record(orderId, status, fact), mail(orderId, status, fact.recipient)]);
  };
  await condition(() => placed !== undefined);
  await tell('placed', placed);
  await condition(() => shipped !== undefined, '24h');
  await tell('shipped', shipped);
}
