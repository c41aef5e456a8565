import { BackendFailure } from './backend-failure';

/** When a circuit opens, and how it finds out that it may close. */
export interface CircuitOptions {
  /** After how many failures in a row it opens. */
  readonly openAfter: number;
  /** How long to wait after a failure before one call may try again, in ms. */
  readonly probeEveryMs: number;
  /** Told of every change. */
  readonly onChange: (state: 'open' | 'closed') => void;
  /** A clock that only goes forward, in ms; `performance.now` by default. */
  readonly now?: () => number;
}

/** How a call ended: Temporal said something, it didn't, or nobody asked it. */
export type CallResult = 'answered' | 'unavailable' | 'not-tried';

/** Leave to make one call. */
export interface CircuitPass {
  /** To be asked after a wait. @throws BackendFailure `TEMPORAL_UNAVAILABLE` when the circuit opened meanwhile */
  confirm(): void;
  /** Has to be told, once. */
  end(result: CallResult): void;
}

/** Spares callers the wait for a Temporal that does not answer. */
export interface Circuit {
  /** @throws BackendFailure `TEMPORAL_UNAVAILABLE` at once while it is open, except for one probe at a time */
  enter(): CircuitPass;
  isOpen(): boolean;
  /** Whether it would refuse a call now: it is open, and no probe is due. */
  refuses(): boolean;
  /** How many calls were answered until now. */
  answers(): number;
}

/**
 * Creates a circuit breaker around Temporal.
 *
 * Of our own, as libraries fit badly here: cockatiel lets all callers wait for the probe (2.7 s each, in which
 * hundreds of messages pile up), opossum judges by a rate of errors, and neither keeps out calls that wait for a
 * turn when it opens.
 */
export function createCircuit({
  openAfter,
  probeEveryMs,
  onChange,
  now = () => performance.now(),
}: CircuitOptions): Circuit {
  let failures = 0;
  let answers = 0;
  let probing = false;
  /** `null` while the circuit is closed. */
  let nextProbeAt: number | null = null;

  const refuses = (): boolean => nextProbeAt !== null && (probing || now() < nextProbeAt);
  const failed = (isProbe: boolean): void => {
    failures += 1;
    const opens = nextProbeAt === null && failures >= openAfter;
    // A call from before it opened says nothing new.
    if (opens || isProbe) nextProbeAt = now() + probeEveryMs;
    if (opens) onChange('open');
  };
  const answered = (): void => {
    answers += 1;
    failures = 0;
    const closes = nextProbeAt !== null;
    nextProbeAt = null;
    if (closes) onChange('closed');
  };

  return {
    enter() {
      if (refuses()) throw new BackendFailure('TEMPORAL_UNAVAILABLE');
      const isProbe = nextProbeAt !== null;
      if (isProbe) probing = true;
      return {
        confirm() {
          if (!isProbe && nextProbeAt !== null) throw new BackendFailure('TEMPORAL_UNAVAILABLE');
        },
        end(result) {
          if (isProbe) probing = false;
          if (result === 'answered') answered();
          if (result === 'unavailable') failed(isProbe && nextProbeAt !== null);
        },
      };
    },
    isOpen: () => nextProbeAt !== null,
    refuses,
    answers: () => answers,
  };
}
