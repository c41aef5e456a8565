import * as fs from 'node:fs';

/** Passes on what is appended to a log file, line by line, until stopped. */
export interface LogFollower {
  /** Passes on the rest, too. */
  readonly stop: () => void;
}

/**
 * Follows a log file from its beginning; it need not exist yet.
 * @param onLine told every whole line without its line break
 * @param intervalMs how often to look, in ms
 */
export function followLog(
  file: string,
  onLine: (line: string) => void,
  intervalMs = 200,
): LogFollower {
  let position = 0;
  let rest = Buffer.alloc(0);
  const look = (): void => {
    let descriptor: number;
    try {
      descriptor = fs.openSync(file, 'r');
    } catch {
      return;
    }
    try {
      const chunk = Buffer.alloc(64 * 1_024);
      for (;;) {
        const read = fs.readSync(descriptor, chunk, 0, chunk.length, position);
        if (read === 0) return;
        position += read;
        // Cut at line breaks as bytes: a character may be split between two chunks.
        rest = Buffer.concat([rest, chunk.subarray(0, read)]);
        for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
          onLine(rest.subarray(0, end).toString('utf8'));
          rest = rest.subarray(end + 1);
        }
      }
    } finally {
      fs.closeSync(descriptor);
    }
  };
  const timer = setInterval(look, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
    },
  };
}
