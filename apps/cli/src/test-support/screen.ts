import { EventEmitter } from 'node:events';
import { createTerminal, type Terminal } from '../terminal';

/** A screen that tests read. */
export interface Screen {
  readonly terminal: Terminal;
  /** What stands on stdout. */
  readonly out: () => string;
  /** What stands on stderr. */
  readonly said: () => string;
}

class Stream extends EventEmitter {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns: number,
  ) {
    super();
  }
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

/** Makes a screen, or with `isTTY: false` a pipe; without colours unless they are forced. */
export function testScreen({
  isTTY = true,
  columns = 80,
  env = { NO_COLOR: '1' },
}: {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: NodeJS.ProcessEnv;
} = {}): Screen {
  const [out, err] = [new Stream(isTTY, columns), new Stream(isTTY, columns)];
  return {
    terminal: createTerminal(out, err, env),
    out: () => out.text,
    said: () => err.text,
  };
}
