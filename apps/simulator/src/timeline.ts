import { z } from 'zod';
import type { HistoryEvent } from './order-history';
import { momentText } from './time-text';

const detailSchema = z.object({
  kind: z.string().optional(),
  reason: z.string().optional(),
  code: z.string().optional(),
  text: z.string().optional(),
  changes: z.array(z.object({ slotId: z.string(), cause: z.string() })).optional(),
});

/** The kind of mail whose end an event tells; `null` where it tells none. */
export function mailKindOf(event: HistoryEvent): string | null {
  const detail = detailSchema.safeParse(event.data);
  return event.type.startsWith('email-') && detail.success ? (detail.data.kind ?? null) : null;
}

/** A timeline, one line per event. */
export function timelineLines(events: readonly HistoryEvent[]): readonly string[] {
  return [
    '  timeline',
    ...events.map((event) =>
      `    ${String(event.seq).padStart(2)}  ${momentText(event.occurredAt)}  ${event.type.padEnd(20)} ${detailText(event)}`.trimEnd(),
    ),
  ];
}

function detailText(event: HistoryEvent): string {
  const detail = detailSchema.safeParse(event.data);
  if (!detail.success) return '';
  const { kind, reason, code, text, changes = [] } = detail.data;
  return [kind, reason, code, text, ...changes.map(({ slotId, cause }) => `${slotId}: ${cause}`)]
    .filter((part) => part !== undefined)
    .join(', ');
}
