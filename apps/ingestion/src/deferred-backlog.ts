/** What is known of work that waits in PostgreSQL, so that the normal path asks it nothing. */
export interface DeferredBacklog {
  /** Whether something may be deferred: by this instance, or by another when it last looked. */
  mayExist(): boolean;
  /** Notes that this instance deferred something. */
  noteDeferred(): void;
  /**
   * Looks whether there is any, and remembers it.
   * @throws what `find` throws; then it remembers what it knew
   */
  look(find: () => Promise<boolean>): Promise<boolean>;
}

/** Knows nothing at first, and so expects a backlog. */
export function createDeferredBacklog(): DeferredBacklog {
  let exists = true;
  let noted = 0;
  return {
    mayExist: () => exists,
    noteDeferred() {
      exists = true;
      noted += 1;
    },
    async look(find) {
      const notedBefore = noted;
      const found = await find();
      // What was deferred meanwhile may have been out of the look's sight.
      exists = found || noted !== notedBefore;
      return exists;
    },
  };
}
