import { EXIT_CODES } from '../exit-codes';

/** Has something undone when the bench ends, however it ends; what was said last comes first. */
export type AtEnd = (undo: () => Promise<void>) => void;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** npm passes on a signal that the terminal has sent to all already; a person who means it comes later, in ms. */
const IMPATIENT_AFTER_MS = 10_000;

/**
 * Does all of the work, and undoes at its end what it left; also when it fails, or a signal ends it.
 * @param onSignal what a person is to know before the process ends
 */
export async function toTheEnd<Result>(
  work: (atEnd: AtEnd) => Promise<Result>,
  onSignal: () => void,
): Promise<Result> {
  const undos: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => (ending ??= undoEach(undos.toReversed()));
  let interruptedAt: number | null = null;
  const interrupted = (): void => {
    if (interruptedAt !== null) {
      if (performance.now() - interruptedAt > IMPATIENT_AFTER_MS)
        process.exit(EXIT_CODES.interrupted);
      return;
    }
    interruptedAt = performance.now();
    // Calls under way, and their retries, fail when what they talk to stops. Without this the first would end the process.
    process.on('uncaughtException', () => undefined);
    onSignal();
    void end()
      .catch((error: unknown) => {
        console.error(error);
      })
      .finally(() => process.exit(EXIT_CODES.interrupted));
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  try {
    return await work((undo) => {
      undos.push(undo);
    });
  } finally {
    await end();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

/** Undoes one thing after another, also those behind one that fails. @throws the first failure, at the end */
export async function undoEach(undos: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const undo of undos) {
    await undo().catch((error: unknown) => {
      failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}
