import { readFile } from 'node:fs/promises';

/** Something that must not be in a log. */
export interface ForbiddenText {
  /** What it is, to be told without telling it. */
  readonly what: string;
  readonly text: string;
}

/** A line of a log that holds what it must not. */
export interface Leak {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** Looks for forbidden texts in log files. */
export async function findLeaks(
  files: readonly string[],
  forbidden: readonly ForbiddenText[],
): Promise<readonly Leak[]> {
  const leaks: Leak[] = [];
  for (const file of files) {
    const lines = (await readFile(file, 'utf8')).split('\n');
    for (const [index, line] of lines.entries()) {
      for (const { what, text } of forbidden) {
        if (line.includes(text)) leaks.push({ file, line: index + 1, what });
      }
    }
  }
  return leaks;
}
