import { randomUUID } from 'node:crypto';
import type { BenchStack } from '../stack/bench-stack';
import { postNotification } from '../stack/post-notification';
import { inLanes, perSecond } from './in-lanes';

/** What ingestion takes, per second. */
export interface AcceptRates {
  /** Notifications of orders that are not known yet. */
  readonly fresh: number;
  /** The same notifications once more. */
  readonly duplicates: number;
}

/** Posts signed notifications of fresh orders, then all of them again. They are signed before the clock runs. */
export async function acceptRates(
  { signer }: BenchStack,
  ingestionUrl: string,
  pieces: number,
  lanes: number,
): Promise<AcceptRates> {
  const run = randomUUID();
  const bodies = Array.from({ length: pieces }, (_, at) =>
    signer.body('OrderPlacedNotification', {
      orderId: `accept-${run}-${String(at)}`,
      customerId: 'amzn1.account.NOBODY',
    }),
  );
  const post = async (at: number): Promise<void> => {
    await postNotification(ingestionUrl, bodies[at] ?? '');
  };
  const freshMs = await inLanes(pieces, lanes, post);
  const duplicateMs = await inLanes(pieces, lanes, post);
  return { fresh: perSecond(pieces, freshMs), duplicates: perSecond(pieces, duplicateMs) };
}
