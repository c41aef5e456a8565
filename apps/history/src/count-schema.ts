import { z } from 'zod';

/** How many there are. */
export const countSchema = z
  .object({ count: z.number().int().min(0) })
  .describe('How many there are');
