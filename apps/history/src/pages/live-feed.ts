/** Somebody who wants to know when to look at something. */
export type Listener = () => void;

interface Watched {
  readonly listeners: Set<Listener>;
  /** Whether it was looked at since somebody watches it. */
  wasLookedAt: boolean;
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

  /**
   * Watches a thing: the listener is called at the beginning, once no change can be missed any more, and at each change.
   * @returns ends it
   */
  watch(thing: string, listener: Listener): () => void {
    const known = this.watched.get(thing) ?? this.begin(thing);
    known.listeners.add(listener);
    if (known.wasLookedAt) listener();
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
    const lookNow = async (): Promise<void> => {
      if (looking) return;
      looking = true;
      try {
        const now = await this.look(thing);
        const changed = now !== before;
        before = now;
        watched.wasLookedAt = true;
        if (changed) for (const listener of watched.listeners) listener();
      } catch {
        // A database that is down says nothing new: it is looked at again.
      } finally {
        looking = false;
      }
    };
    const timer = setInterval(() => void lookNow(), this.everyMs);
    const watched: Watched = { listeners: new Set(), wasLookedAt: false, timer };
    this.watched.set(thing, watched);
    void lookNow();
    return watched;
  }
}
