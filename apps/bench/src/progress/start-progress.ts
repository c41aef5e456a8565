import { SingleBar } from 'cli-progress';
import type { PlannedPart, Progress } from './progress';
import { progressLine } from './progress-line';
import { type Position, remainingTime } from './remaining-time';

const REDRAWS_PER_SECOND = 4;

/** Shows progress: by one line that changes where there is a screen, else by a line for each step and figure. */
export function startProgress(stream: NodeJS.WriteStream, plan: readonly PlannedPart[]): Progress {
  return stream.isTTY ? onScreen(stream, plan) : inLog(stream);
}

function onScreen(stream: NodeJS.WriteStream, plan: readonly PlannedPart[]): Progress {
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1_000;
  let text = '';
  let position: Position = { part: 0, share: 0 };
  // Between two steps the time that is left gets less by itself.
  let estimate = { at: 0, left: remainingTime(plan, position, 0) };
  const move = (to: Position): void => {
    position = to;
    estimate = { at: elapsed(), left: remainingTime(plan, to, elapsed()) };
  };
  const bar = new SingleBar({
    stream,
    format: () => {
      const { at, left } = estimate;
      const name = plan[position.part]?.name ?? '';
      return progressLine(
        { ...left, seconds: left.seconds - (elapsed() - at) },
        `${name}: ${text}`,
      );
    },
    fps: REDRAWS_PER_SECOND,
    hideCursor: true,
    // Whoever runs the bench stops it, and the bar with it.
    gracefulExit: false,
  });
  bar.start(1, 0);
  return {
    begin: (part) => {
      const at = plan.findIndex(({ name }) => name === part);
      move({ part: Math.max(0, at), share: 0 });
    },
    step: (what, share) => {
      text = what;
      if (share !== undefined) move({ ...position, share });
    },
    figure: () => undefined,
    stop: () => {
      bar.stop();
    },
  };
}

/** With the seconds since the start. */
function inLog(stream: NodeJS.WritableStream): Progress {
  const startedAt = performance.now();
  const line = (text: string): void => {
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    stream.write(`${String(seconds).padStart(5)} s  ${text}\n`);
  };
  let name = '';
  return {
    begin: (part) => {
      name = part;
    },
    step: (text) => {
      line(`${name}: ${text}`);
    },
    figure: (text) => {
      line(`  ${text}`);
    },
    stop: () => undefined,
  };
}
