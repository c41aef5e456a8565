import type { HistoryClient } from '@refill/history-client';
import type { Command } from 'commander';
import type { ConnectionOptions } from './cli-settings';
import type { Terminal } from './terminal';

/** What every command works with. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** A client with the settings of the command line and the environment. */
  client(options: ConnectionOptions): Promise<HistoryClient>;
}

/** Adds commands to a group, or to the program. */
export type AddCommands = (parent: Command, context: CliContext) => void;
