import { randomUUID } from 'node:crypto';
import { startBySignal } from '../figures/ceiling-signals';
import type { MinimalFact } from '../minimal/messages';
import type { BenchStack, MinimalKind } from '../stack/bench-stack';
import { orderClosed } from './order-closed';
import { addressOf, type OrderSide, type RunningSide } from './order-side';

/** Starts one of the hand-written workers. */
export async function startMinimal(stack: BenchStack, kind: MinimalKind): Promise<RunningSide> {
  const worker = await stack.minimal(kind);
  return {
    label: kind === 'tuned' ? 'ceiling B' : 'naive',
    orders: minimalOrders(stack, kind),
    pids: { worker: worker.pid },
    stop: worker.stop,
  };
}

function minimalOrders({ temporal: { client } }: BenchStack, kind: MinimalKind): OrderSide {
  return {
    prepare: () => Promise.resolve(),
    place: async (order) => {
      const address = addressOf(`${kind}-${order}`);
      await startBySignal(client, `bench-${kind}-${order}`, `bench-${kind}`, address);
      return address;
    },
    ship: async (order) => {
      const recipient = addressOf(`${kind}-${order}`);
      const fact: MinimalFact = {
        notificationId: randomUUID(),
        occurredAt: new Date().toISOString(),
        recipient,
      };
      await client.workflow.getHandle(`bench-${kind}-${order}`).signal('shipped', fact);
      return recipient;
    },
    closed: async (order) => {
      await orderClosed(client, `bench-${kind}-${order}`);
    },
  };
}
