import type { DeviceFact } from './device-fact';
import type { DeviceMemory } from './device-memory';
import { foldIntoPast } from './device-past';
import type { DeviceState } from './device-state';
import { viewDevice } from './device-view';
import { belongsTo } from './email-mark';
import { emailsDue } from './emails-due';
import { factEventKey } from './fact-position';

/**
 * Folds the oldest facts into the past while a device remembers more of them than it should.
 *
 * Only what the history has, and of which every mail is settled, is folded: nothing is lost. It is to be
 * called once per round, after events were recorded and mails begun; a state that is small enough comes
 * back as it is.
 */
export function compactDevice(state: DeviceState): DeviceState {
  const { memory, facts } = state;
  let entries = facts.reduce((sum, fact) => sum + entriesOf(fact), 0);
  if (!exceeds(memory, facts.length, entries)) return state;

  const recorded = new Set(state.recorded);
  const unsettled = unsettledFacts(state);
  const folded: string[] = [];
  let { past } = state;
  for (const fact of facts) {
    const key = factEventKey(fact);
    if (!exceeds(memory, facts.length - folded.length, entries)) break;
    if (!recorded.delete(key) || unsettled.has(key)) break;
    past = foldIntoPast(past, fact);
    entries -= entriesOf(fact);
    folded.push(key);
  }
  if (folded.length === 0) return state;
  const gone = new Set(folded);
  const smaller: DeviceState = {
    ...state,
    past,
    facts: facts.slice(folded.length),
    recorded: state.recorded.filter((key) => !gone.has(key)),
    forgotten: [...state.forgotten, ...folded].slice(-memory.ids),
  };
  return withoutOldMarks(smaller);
}

function exceeds(memory: DeviceMemory, facts: number, entries: number): boolean {
  return facts > memory.facts || entries > memory.entries;
}

/** How many slots and products a fact names. */
function entriesOf(fact: DeviceFact): number {
  return fact.type === 'subscription-changed'
    ? fact.slots.reduce((sum, slot) => sum + 1 + slot.products.length, 0)
    : 0;
}

/** The keys of the facts of which a mail is still to be begun or on its way. */
function unsettledFacts(state: DeviceState): ReadonlySet<string> {
  const view = viewDevice(state, -Infinity);
  const due = view === null ? [] : emailsDue(state, view).map(({ email }) => email.trigger);
  const pending = state.emails.flatMap(({ outcome, trigger }) =>
    outcome === 'pending' ? [trigger] : [],
  );
  return new Set([...due, ...pending].map(factEventKey));
}

/** What mails a life has had is remembered as long as the life, what one fact has had as long as the fact. */
function withoutOldMarks(state: DeviceState): DeviceState {
  const lives = viewDevice(state, -Infinity)?.lives ?? [];
  const held = new Set(state.facts.map(factEventKey));
  const emails = state.emails.filter(
    (mark) =>
      mark.outcome === 'pending' ||
      (mark.kind === 'subscription-changed'
        ? held.has(factEventKey(mark.trigger))
        : lives.some((life) => belongsTo(mark, life))),
  );
  return { ...state, emails };
}
