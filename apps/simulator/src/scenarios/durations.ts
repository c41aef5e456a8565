/** A second in ms. */
export const SECOND_MS = 1_000;

/** An hour in ms. */
export const HOUR_MS = 3_600_000;

/** A day in ms. */
export const DAY_MS = 24 * HOUR_MS;

/** How long Refill may take to show what it was told: ms. Generous, for a machine under load. */
export const ANSWER_WITHIN_MS = 30 * SECOND_MS;
