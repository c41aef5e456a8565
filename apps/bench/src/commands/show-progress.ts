import type { PlannedPart, Progress } from '../progress/progress';
import { startProgress } from '../progress/start-progress';
import { type AtEnd, toTheEnd } from '../stack/ending';

/** Does the work of a command with its progress on stderr; what it has started ends with it. */
export async function showProgress<Result>(
  plan: readonly PlannedPart[],
  work: (progress: Progress, atEnd: AtEnd) => Promise<Result>,
): Promise<Result> {
  const progress = startProgress(process.stderr, plan);
  try {
    return await toTheEnd(
      (atEnd) => work(progress, atEnd),
      () => {
        progress.stop();
        process.stderr.write('stopping\n');
      },
    );
  } finally {
    progress.stop();
  }
}
