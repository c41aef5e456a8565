import { readFileSync } from 'node:fs';

/**
 * Preloaded into a service (`--require`): its clock runs as many ms ahead of the true time as the file named by
 * `REFILL_CLOCK_OFFSET_FILE` says, and jumps when that changes. Timers go on as before, as with a real step.
 */
const offsetFile = process.env['REFILL_CLOCK_OFFSET_FILE'];
const LOOK_EVERY_MS = 100;

const TrueDate = Date;
let offsetMs = 0;
let lookedAt = Number.NEGATIVE_INFINITY;

function offset(): number {
  const now = performance.now();
  if (now - lookedAt > LOOK_EVERY_MS) {
    lookedAt = now;
    try {
      offsetMs = Number(readFileSync(offsetFile ?? '', 'utf8')) || 0;
    } catch {
      // Just being written: the next look finds it.
    }
  }
  return offsetMs;
}

if (offsetFile !== undefined) {
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now() + offset()] : args, newTarget),
    apply: (target) => new TrueDate(target.now() + offset()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? () => target.now() + offset() : Reflect.get(target, property, receiver),
  });
}
