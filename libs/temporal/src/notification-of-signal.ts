import { z } from 'zod';

/** What every signal carries that comes from a notification or an operator's action: its id. */
export const notificationOfSignal = z.object({ notificationId: z.string() });
