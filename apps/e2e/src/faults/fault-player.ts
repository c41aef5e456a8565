import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, nameOfFault, type Part, type PlannedFault } from './kill-schedule';
import type { RefillUnderFaults } from './refill-under-faults';

/** A fault that happened. */
export interface PlayedFault {
  readonly fault: Fault;
  /** When it began: ms since the epoch. */
  readonly from: number;
  /** When what was killed was gone: ms since the epoch. */
  readonly goneAt: number;
  /** When what was killed answered again: ms since the epoch. */
  readonly until: number;
}

/** How long the mail server has to get a mail that it can die with, in ms. */
const MAIL_WAIT_MS = 4_000;

/** Makes faults happen, one after the other, and keeps a journal of them. */
export class FaultPlayer {
  readonly journal: PlayedFault[] = [];

  constructor(
    private readonly refill: RefillUnderFaults,
    private readonly tell: (line: string) => void,
  ) {}

  /** How often each part was killed. */
  get kills(): ReadonlyMap<string, number> {
    const kills = new Map<string, number>();
    for (const { fault } of this.journal) {
      for (const part of partsKilledBy(fault)) kills.set(part, (kills.get(part) ?? 0) + 1);
    }
    return kills;
  }

  /** How often each thing happened that kills nobody. */
  get others(): ReadonlyMap<string, number> {
    const others = new Map<string, number>();
    for (const { fault } of this.journal) {
      if (partsKilledBy(fault).length > 0) continue;
      others.set(fault.kind, (others.get(fault.kind) ?? 0) + 1);
    }
    return others;
  }

  /** Lets a fault happen when its time has come, and mends it. */
  async play({ fault, afterMs, forMs }: PlannedFault): Promise<void> {
    await delay(afterMs);
    const from = Date.now();
    const goneAt = await this.happen(fault, forMs);
    const until = Date.now();
    this.journal.push({ fault, from, goneAt, until });
    this.tell(`${nameOfFault(fault)}: ${until - from} ms`);
  }

  /** @returns when what was killed was gone */
  private async happen(fault: Fault, forMs: number): Promise<number> {
    const { refill } = this;
    switch (fault.kind) {
      case 'kill': {
        const parts = fault.parts.map((part) => refill.part(part));
        await Promise.all(parts.map((part) => part.kill()));
        const goneAt = Date.now();
        await delay(forMs);
        await Promise.all(parts.map((part) => part.start()));
        return goneAt;
      }
      case 'smtp-before-answer': {
        await refill.smtp.signal('SIGUSR2');
        await Promise.race([refill.smtp.endedAsWanted(), delay(MAIL_WAIT_MS)]);
        await refill.smtp.kill();
        const goneAt = Date.now();
        await delay(forMs);
        await refill.smtp.start();
        return goneAt;
      }
      case 'read-only':
        await refill.postgres.refuseWrites(true);
        await delay(forMs + 1_000);
        await refill.postgres.refuseWrites(false);
        return Date.now();
      case 'clock-step':
        await refill.stepClock(fault.offsetMs);
        return Date.now();
    }
  }
}

/** The parts that a fault kills. */
export function partsKilledBy(fault: Fault): readonly Part[] {
  switch (fault.kind) {
    case 'kill':
      return fault.parts;
    case 'smtp-before-answer':
      return ['smtp'];
    case 'read-only':
    case 'clock-step':
      return [];
  }
}
