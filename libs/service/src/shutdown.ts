import type { Logger } from 'pino';

/** A source of signals: the process, or a stand-in in tests. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** How a service ends. */
export interface ShutdownOptions {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Finishes the work at hand and closes all connections. */
  readonly stop: () => Promise<void>;
  /** How long `stop` may take before the process exits with code 1, in ms. */
  readonly timeoutMs: number;
  /** The process by default. */
  readonly signals?: SignalSource;
  /** Ends the process; `process.exit` by default. */
  readonly exit?: (code: number) => void;
}

/** Ctrl-C under npm arrives twice at once, from the terminal and from npm; that is one request to stop, in ms. */
const repeatedSignalMs = 300;

/**
 * Waits for SIGTERM or SIGINT, stops, and exits: with 0, or with 1 when stopping failed or took too long.
 *
 * A second signal exits at once with 1.
 */
export async function runUntilSignal(options: ShutdownOptions): Promise<void> {
  const { logger, stop, timeoutMs } = options;
  const signals = options.signals ?? process;
  const exit = options.exit ?? ((code: number) => process.exit(code));

  let stoppingSince: number | undefined;
  let listener: (signal: NodeJS.Signals) => void = () => undefined;
  await new Promise<void>((resolve) => {
    listener = (signal) => {
      if (stoppingSince === undefined) {
        stoppingSince = performance.now();
        logger.info({ signal }, 'stopping');
        resolve();
      } else if (performance.now() - stoppingSince > repeatedSignalMs) {
        logger.warn({ signal }, 'second signal: exiting at once');
        exit(1);
      }
    };
    signals.on('SIGTERM', listener);
    signals.on('SIGINT', listener);
  });

  const timer = setTimeout(() => {
    logger.error({ timeoutMs }, 'stopping took too long: exiting');
    exit(1);
  }, timeoutMs);
  let code = 0;
  try {
    await stop();
    logger.info('stopped');
  } catch (err) {
    logger.error({ err }, 'stopping failed');
    code = 1;
  }
  clearTimeout(timer);
  signals.off('SIGTERM', listener);
  signals.off('SIGINT', listener);
  exit(code);
}
