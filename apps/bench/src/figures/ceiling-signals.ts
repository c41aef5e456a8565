import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { MinimalFact } from '../minimal/messages';
import { type CpuOfParts, cpuPerPiece } from './cpu-of-parts';
import { inLanes, perSecond } from './in-lanes';

/** No worker takes from this queue: only the server's part is measured. */
const NOBODYS_QUEUE = 'bench-nobody';

/** What one client gets out of the server, per second. */
export interface SignalRates {
  readonly fresh: number;
  readonly signal: number;
  /** The same `signalWithStart` again, while the workflow runs. */
  readonly duplicates: number;
  /** What a fresh one costs, in ms. */
  readonly freshCpu: CpuOfParts;
}

/** Starts a workflow by its first signal, as ingestion does. */
export async function startBySignal(
  client: Client,
  workflowId: string,
  taskQueue: string,
  recipient: string,
): Promise<void> {
  const fact: MinimalFact = {
    notificationId: randomUUID(),
    occurredAt: new Date().toISOString(),
    recipient,
  };
  await client.workflow.signalWithStart('minimalOrder', {
    workflowId,
    taskQueue,
    signal: 'placed',
    signalArgs: [fact],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
}

/**
 * Ceiling A: bare `signalWithStart` with fresh ids, then again, then bare `signal` to the same workflows.
 * @param cpu what was used so far
 */
export async function signalRates(
  client: Client,
  pieces: number,
  lanes: number,
  cpu: () => CpuOfParts,
): Promise<SignalRates> {
  const run = randomUUID();
  const idOf = (piece: number): string => `bench-a-${run}-${String(piece)}`;
  const start = async (piece: number): Promise<void> => {
    await startBySignal(client, idOf(piece), NOBODYS_QUEUE, 'nobody@bench.example');
  };
  const before = cpu();
  const freshMs = await inLanes(pieces, lanes, start);
  const freshCpu = cpuPerPiece(before, cpu(), pieces);
  const duplicateMs = await inLanes(pieces, lanes, start);
  const signalMs = await inLanes(pieces, lanes, async (piece) => {
    const fact: MinimalFact = {
      notificationId: randomUUID(),
      occurredAt: new Date().toISOString(),
      recipient: 'nobody@bench.example',
    };
    await client.workflow.getHandle(idOf(piece)).signal('shipped', fact);
  });
  return {
    fresh: perSecond(pieces, freshMs),
    signal: perSecond(pieces, signalMs),
    duplicates: perSecond(pieces, duplicateMs),
    freshCpu,
  };
}
