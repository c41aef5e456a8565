import { z } from 'zod';

const seriesSchema = z
  .object({
    name: z.string(),
    points: z.array(z.tuple([z.number(), z.number()]).readonly()).readonly(),
  })
  .readonly();

/** Understands a curve that was written as JSON. */
export const curveSchema = z.object({
  name: z.string(),
  title: z.string(),
  grows: z.string(),
  rate: seriesSchema,
  cost: z.object({ name: z.string(), lines: z.array(seriesSchema).readonly() }).readonly(),
});

/** One line of a curve: what grows, and the figure at that size; ascending. */
export type Series = z.output<typeof seriesSchema>;

/**
 * How figures change while one thing grows. `name` names its file (lower case, with hyphens), `grows` is what grows,
 * `rate` how many orders, or whatever is done, in a second; `cost` what one of them costs, or how long it takes.
 */
export type Curve = Readonly<z.output<typeof curveSchema>>;
