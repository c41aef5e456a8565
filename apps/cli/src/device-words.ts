import type { DeviceEvent } from '@refill/history-client';
import { z } from 'zod';
import { eventWords } from './order-words';

const changes = z.array(z.looseObject({ slotId: z.string(), cause: z.string() }));

/** What goes behind an event's type: which slots changed and why, the kind of a mail and why it was not sent. */
export function deviceEventWords({ data }: DeviceEvent): string {
  const changed = changes.safeParse(data['changes']);
  if (changed.success) {
    return changed.data.map(({ slotId, cause }) => `${slotId}: ${cause}`).join(', ');
  }
  return eventWords({ data });
}
