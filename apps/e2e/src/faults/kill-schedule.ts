import type { SeededRandom } from './seeded-random';

/** The parts of a running Refill that are killed. */
export const PARTS = ['worker', 'ingestion', 'temporal', 'postgres', 'smtp'] as const;

/** A part of a running Refill that is killed. */
export type Part = (typeof PARTS)[number];

/** What goes wrong: `kill -9` of some parts at once, or something that is no death. */
export type Fault =
  | { readonly kind: 'kill'; readonly parts: readonly Part[] }
  /** The mail server dies after it took a mail for good and before it says so. */
  | { readonly kind: 'smtp-before-answer' }
  /** PostgreSQL refuses all writes. */
  | { readonly kind: 'read-only' }
  /** The clock of ingestion and of the worker jumps to so many ms off the true time. */
  | { readonly kind: 'clock-step'; readonly offsetMs: number };

/** A fault and when it happens. */
export interface PlannedFault {
  readonly fault: Fault;
  /** How long all is well before it, in ms. */
  readonly afterMs: number;
  /** How long it lasts before what was killed is started again, in ms. */
  readonly forMs: number;
}

const MINUTE = 60_000;

/**
 * Plans faults: in every round each part dies once, in an order and at moments of chance, and something else
 * goes wrong; after the last round all parts die at once.
 */
export function planFaults(random: SeededRandom, rounds: number): readonly PlannedFault[] {
  const faults: Fault[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const kills = PARTS.map((part): Fault => ({ kind: 'kill', parts: [part] }));
    faults.push(...random.shuffled([...kills, ...extraFaults(random, round)]));
  }
  faults.push({ kind: 'kill', parts: PARTS });
  return faults.map((fault) => ({
    fault,
    afterMs: random.between(200, 2_200),
    forMs: random.between(100, 2_000),
  }));
}

function extraFaults(random: SeededRandom, round: number): readonly Fault[] {
  // Within SNS_MAX_AGE, and within the five minutes that a message may be ahead of our clock.
  const clockStep: Fault = {
    kind: 'clock-step',
    offsetMs: random.chance(0.5)
      ? random.between(MINUTE, 55 * MINUTE)
      : -random.between(MINUTE, 4 * MINUTE),
  };
  return round % 2 === 0
    ? [{ kind: 'smtp-before-answer' }, clockStep]
    : [{ kind: 'read-only' }, clockStep];
}

/** A fault in words, for the report. */
export function nameOfFault(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return fault.parts.length === 1 ? `kill -9 ${fault.parts.join()}` : 'kill -9 all at once';
    case 'clock-step':
      return `clock ${fault.offsetMs > 0 ? '+' : ''}${Math.round(fault.offsetMs / 1_000)} s`;
    case 'smtp-before-answer':
    case 'read-only':
      return fault.kind;
  }
}
