/** The paces at which a scenario can be played. */
export const PACES = ['real', 'fast', 'instant'] as const;

/**
 * How fast a scenario is played.
 *
 * Refill counts deadlines from `notificationTime`, so `fast` writes it back: a window of 24 hours that began
 * almost 24 hours ago closes in seconds. `instant` puts the whole story into the past and waits for nothing
 * but Refill itself. `real` writes nothing back and takes as long as Amazon does: days.
 */
export type Pace = (typeof PACES)[number];

/** How long something takes at a pace: ms. */
export function takes(pace: Pace, real: number, fast: number): number {
  return pace === 'real' ? real : fast;
}
