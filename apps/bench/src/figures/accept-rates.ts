import { randomUUID } from 'node:crypto';
import type { BenchStack } from '../stack/bench-stack';
import { postAndTake } from '../stack/post-notification';
import { type CpuOfParts, cpuPerPiece } from './cpu-of-parts';
import { inLanes, perSecond } from './in-lanes';

/** What ingestion takes, per second. */
export interface AcceptRates {
  /** Notifications of orders that are not known yet. */
  readonly fresh: number;
  /** The same notifications once more. */
  readonly duplicates: number;
  /** What a fresh one costs, in ms. */
  readonly freshCpu: CpuOfParts;
}

/** Posts signed notifications of fresh orders, then all of them again. They are signed before the clock runs. @param cpu what was used so far */
export async function acceptRates(
  { signer }: BenchStack,
  ingestionUrl: string,
  pieces: number,
  lanes: number,
  cpu: () => CpuOfParts,
): Promise<AcceptRates> {
  const run = randomUUID();
  const bodies = Array.from({ length: pieces }, (_, at) =>
    signer.body('OrderPlacedNotification', {
      orderId: `accept-${run}-${String(at)}`,
      customerId: 'amzn1.account.NOBODY',
    }),
  );
  const post = async (at: number): Promise<void> => {
    await postAndTake(ingestionUrl, bodies[at] ?? '');
  };
  const before = cpu();
  const freshMs = await inLanes(pieces, lanes, post);
  const freshCpu = cpuPerPiece(before, cpu(), pieces);
  const duplicateMs = await inLanes(pieces, lanes, post);
  return {
    fresh: perSecond(pieces, freshMs),
    duplicates: perSecond(pieces, duplicateMs),
    freshCpu,
  };
}
