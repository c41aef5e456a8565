/** Something that runs and can be stopped. */
export interface RunningPart {
  readonly name: string;
  /** Parts of the lowest order stop first, those of one order at once. */
  readonly order: number;
  readonly stop: () => Promise<void>;
}

/** All that runs, to be stopped in the right order. */
export interface RunningParts {
  /** Adds a part; one that comes while all is being stopped is stopped at once. */
  readonly add: (part: RunningPart) => Promise<void>;
  /** Stops everything; may be called again and waits for the same stop. */
  readonly stopAll: (onStop: (name: string) => void) => Promise<void>;
  readonly stopping: () => boolean;
}

/** Creates an empty register of running parts. */
export function createRunningParts(): RunningParts {
  const parts: RunningPart[] = [];
  let stopped: Promise<void> | undefined;

  async function stopInOrder(onStop: (name: string) => void): Promise<void> {
    const orders = [...new Set(parts.map((part) => part.order))].sort((a, b) => a - b);
    for (const order of orders) {
      await Promise.all(
        parts
          .filter((part) => part.order === order)
          .map(async (part) => {
            onStop(part.name);
            await part.stop();
          }),
      );
    }
  }

  return {
    add: async (part) => {
      if (stopped !== undefined) await part.stop();
      else parts.push(part);
    },
    stopAll: (onStop) => (stopped ??= stopInOrder(onStop)),
    stopping: () => stopped !== undefined,
  };
}
