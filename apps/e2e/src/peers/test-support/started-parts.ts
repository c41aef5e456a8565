/** Something that has to be stopped in the end. */
export interface Stoppable {
  stop(): void | Promise<void>;
}

/** What a test file has started, so that all of it is stopped also when the rest could not be started. */
export class StartedParts {
  private readonly parts: Stoppable[] = [];

  keep<T extends Stoppable>(part: T): T {
    this.parts.push(part);
    return part;
  }

  /**
   * Stops everything, the last first, whatever fails to stop.
   * @throws AggregateError of what failed
   */
  async stop(): Promise<void> {
    const errors: unknown[] = [];
    for (const part of this.parts.splice(0).reverse()) {
      try {
        await part.stop();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everything could be stopped');
  }
}
