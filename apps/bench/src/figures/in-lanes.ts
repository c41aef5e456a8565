/**
 * Does work in some lanes at once, each beginning its next piece when the one before has ended: a closed loop.
 * @param pieces how many
 * @param lanes how many at once
 * @returns how long all of it took, in ms
 */
export async function inLanes(
  pieces: number,
  lanes: number,
  work: (piece: number) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < pieces) {
      const piece = next;
      next += 1;
      await work(piece);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return performance.now() - startedAt;
}

/** Pieces per second. @param ms how long all of them took */
export function perSecond(pieces: number, ms: number): number {
  return (pieces * 1_000) / ms;
}
