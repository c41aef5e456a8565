/** Has something undone when the bench ends, however it ends; what was said last comes first. */
export type AtEnd = (undo: () => Promise<void>) => void;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What shells say of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

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
  const undoAll = async (): Promise<void> => {
    for (const undo of undos.toReversed()) await undo();
  };
  const end = (): Promise<void> => (ending ??= undoAll());
  const interrupted = (): void => {
    onSignal();
    void end()
      .catch((error: unknown) => {
        console.error(error);
      })
      .finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await work((undo) => {
      undos.push(undo);
    });
  } finally {
    await end();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}
