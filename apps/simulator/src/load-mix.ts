import type { Scenario } from './scenario';
import { cancelled } from './scenarios/cancelled';
import { choose } from './scenarios/choose';
import { deregistered } from './scenarios/deregistered';
import { HOUR_MS, DAY_MS } from './scenarios/durations';
import { expired } from './scenarios/expired';
import { happy } from './scenarios/happy';
import { outOfOrder } from './scenarios/out-of-order';
import { overdue } from './scenarios/overdue';
import { partial } from './scenarios/partial';
import { register } from './scenarios/register';
import { replace } from './scenarios/replace';
import { toggle } from './scenarios/toggle';
import { unresolved } from './scenarios/unresolved';

/** A scenario as a part of a load. */
export interface LoadStory {
  readonly scenario: Scenario;
  /** How often it comes, relative to the others. */
  readonly share: number;
  /** How many of its messages are sent; all by default. What is cut short stays open. */
  readonly messages?: number;
  /** Between which ages its end lies, in ms before now; negative: it would go on after now. */
  readonly age: readonly [number, number];
}

const MONTH = [0, 30 * DAY_MS] as const;

/** The lives of orders in a load: about two thirds have ended, and every status occurs. */
export const ORDER_STORIES: readonly LoadStory[] = [
  { scenario: happy, share: 40, age: MONTH },
  // Placed within the last hours: the customer can still cancel.
  { scenario: happy, share: 14, messages: 1, age: [-23 * HOUR_MS, -2 * HOUR_MS] },
  { scenario: happy, share: 12, messages: 1, age: [0, DAY_MS] },
  { scenario: cancelled, share: 10, age: MONTH },
  { scenario: overdue, share: 4, age: MONTH },
  { scenario: overdue, share: 5, messages: 1, age: [0, 2 * DAY_MS] },
  { scenario: partial, share: 3, age: MONTH },
  { scenario: partial, share: 3, messages: 2, age: [0, DAY_MS] },
  { scenario: outOfOrder, share: 3, age: MONTH },
  { scenario: unresolved, share: 2, age: MONTH },
  { scenario: deregistered, share: 2, age: MONTH },
  { scenario: expired, share: 2, age: MONTH },
];

/** The lives of devices in a load. */
export const DEVICE_STORIES: readonly LoadStory[] = [
  { scenario: choose, share: 5, age: [30 * DAY_MS, 300 * DAY_MS] },
  { scenario: toggle, share: 2, age: [30 * DAY_MS, 300 * DAY_MS] },
  { scenario: replace, share: 1, age: [30 * DAY_MS, 300 * DAY_MS] },
  { scenario: register, share: 2, age: [0, 20 * DAY_MS] },
];

/** Says which story the nth of a load is: each comes as often as its share, evenly spread. */
export function storyAt(stories: readonly LoadStory[], index: number): LoadStory {
  const total = stories.reduce((sum, { share }) => sum + share, 0);
  let place = evenlySpread(index) * total;
  for (const story of stories) {
    place -= story.share;
    if (place < 0) return story;
  }
  throw new RangeError('a load needs at least one story');
}

/**
 * A number from 0 to 1 (never 1) for the nth of a row, such that any stretch of the row is spread evenly.
 * Source: the golden ratio's low-discrepancy sequence (Weyl).
 */
export function evenlySpread(index: number): number {
  return (0.5 + index * 0.618_033_988_749_895) % 1;
}
