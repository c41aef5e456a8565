/** Where a simulation tells what it does. */
export interface Terminal {
  /** Writes a line that stays. */
  line(text: string): void;
  /**
   * Shows that something goes on.
   * @param text written once where there is no screen
   * @param detail what changes: on a screen only
   */
  progress(text: string, detail: string): void;
  /** Ends what `progress` showed. */
  done(): void;
}

/** Where text goes: a part of `process.stdout`. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Writes to a stream; on a screen the last line is a live one. */
export function createTerminal(stream: TextStream): Terminal {
  const screen = stream.isTTY === true;
  let current: string | null = null;
  const fit = (text: string): string => text.slice(0, Math.max(20, (stream.columns ?? 80) - 1));
  const done = (): void => {
    if (current !== null && screen) stream.write(`\r\x1b[K${current}\n`);
    current = null;
  };
  return {
    line: (text) => {
      done();
      stream.write(`${text}\n`);
    },
    progress: (text, detail) => {
      if (screen) {
        if (current !== null && current !== text) done();
        stream.write(`\r\x1b[K${fit(`${text} ${detail}`)}`);
      } else if (current !== text) {
        stream.write(`${text}\n`);
      }
      current = text;
    },
    done,
  };
}
