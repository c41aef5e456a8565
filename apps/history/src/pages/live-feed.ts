/** Somebody who wants to know when something changes. */
export type Listener = () => void;

interface Watched {
  readonly listeners: Set<Listener>;
  readonly timer: NodeJS.Timeout;
}

/**
 * Looks at things for those who watch them, and tells them of changes: however many watch the same thing, it is looked
 * at once in a while, and not at all when nobody does.
 */
export class LiveFeed {
  private readonly watched = new Map<string, Watched>();

  /**
   * @param look gives a thing's version: any text that differs once the thing has changed
   * @param everyMs how long to wait before looking again, in ms
   */
  constructor(
    private readonly look: (thing: string) => Promise<string>,
    private readonly everyMs: number,
  ) {}

  /** How many things are being looked at. */
  get size(): number {
    return this.watched.size;
  }

  /** Watches a thing. @returns ends it */
  watch(thing: string, listener: Listener): () => void {
    const known = this.watched.get(thing) ?? this.begin(thing);
    known.listeners.add(listener);
    return () => {
      known.listeners.delete(listener);
      if (known.listeners.size > 0 || this.watched.get(thing) !== known) return;
      clearInterval(known.timer);
      this.watched.delete(thing);
    };
  }

  /** Ends all watching. */
  close(): void {
    for (const { timer } of this.watched.values()) clearInterval(timer);
    this.watched.clear();
  }

  private begin(thing: string): Watched {
    let before: string | null = null;
    let looking = false;
    const listeners = new Set<Listener>();
    const lookNow = async (): Promise<void> => {
      if (looking) return;
      looking = true;
      try {
        const now = await this.look(thing);
        const changed = before !== null && now !== before;
        before = now;
        if (changed) for (const listener of listeners) listener();
      } catch {
        // A database that is down says nothing new: it is looked at again.
      } finally {
        looking = false;
      }
    };
    const timer = setInterval(() => void lookNow(), this.everyMs);
    void lookNow();
    const watched = { listeners, timer };
    this.watched.set(thing, watched);
    return watched;
  }
}
