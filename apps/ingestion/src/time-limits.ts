/**
 * How long each step may take, in ms. SNS must have its answer within 8 s: certificate (or confirmation), the look
 * at the backlog, Temporal with the wait for a turn, and PostgreSQL follow one another. Should all of them be slow
 * at once, the limit on the answer cuts them short; what is still under way is safe to repeat.
 */
export const TIME_LIMITS = {
  certificateMs: 2_000,
  /**
   * For a turn at Temporal. While it answers, waiting is cheaper than to defer: hundreds that come at once are through
   * within seconds, where each that is deferred costs PostgreSQL three statements and is late. When it stops answering
   * nobody waits that long: once the circuit opens, those who wait are turned away at once. Not longer, so that deferring
   * more than a thousand at once still fits into the answer's time.
   */
  turnMs: 2_500,
  temporalMs: 2_500,
  historyMs: 2_000,
  /** To defer: what comes all at once when Temporal goes down must not be refused for a slow PostgreSQL. */
  deferMs: 4_000,
  answerMs: 7_500,
  /** One message of the queue: nobody waits, but it must not hold up the others of its batch for long. */
  queuedMs: 20_000,
} as const;

/** When Temporal counts as not answering, and how often it is asked then (one call, in ms). */
export const CIRCUIT = { openAfter: 5, probeEveryMs: 1_000 } as const;

/** How many may wait for a turn, per one that has it. */
export const WAITING_PER_RUNNING = 16;
