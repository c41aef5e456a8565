import type { Terminal } from '../terminal';

/** A terminal that keeps what is written. */
export interface RecordedTerminal extends Terminal {
  /** The lines that stay. */
  readonly lines: readonly string[];
  text(): string;
}

/** Creates a terminal that keeps what is written; `progress` counts as a line the first time. */
export function createRecordedTerminal(): RecordedTerminal {
  const lines: string[] = [];
  return {
    lines,
    line: (text) => lines.push(text),
    progress: (text) => {
      if (lines.at(-1) !== text) lines.push(text);
    },
    done: () => undefined,
    text: () => lines.join('\n'),
  };
}
