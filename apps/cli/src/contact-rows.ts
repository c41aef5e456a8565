import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { z } from 'zod';

const contactRow = z.object({
  customerId: z.string().min(1),
  email: z.string().min(1),
  name: z.string().min(1).nullish(),
  locale: z.string().min(1).nullish(),
});

/** A contact to store. */
export type ContactRow = z.output<typeof contactRow>;

/** A line of a file of contacts. */
export type ReadRow =
  | { readonly line: number; readonly ok: true; readonly contact: ContactRow }
  /** `reason` names fields, never values: what stands there may be an address. */
  | { readonly line: number; readonly ok: false; readonly reason: string };

/** The format of a file, by its name. */
export function formatOf(file: string): 'csv' | 'ndjson' {
  return path.extname(file).toLowerCase() === '.csv' ? 'csv' : 'ndjson';
}

/**
 * Reads contacts line by line, however many: CSV with the columns `customerId,email,name,locale`, or NDJSON.
 * @param onBytes told how many bytes were read so far
 */
export async function* readContactRows(
  file: string,
  format: 'csv' | 'ndjson',
  onBytes: (bytes: number) => void,
): AsyncGenerator<ReadRow, void> {
  const stream = createReadStream(file);
  stream.on('data', () => {
    onBytes(stream.bytesRead);
  });
  if (format === 'csv') {
    const parser = parse({
      columns: true,
      info: true,
      bom: true,
      trim: true,
      relaxColumnCount: true,
    });
    stream.on('error', (error) => parser.destroy(error));
    stream.pipe(parser);
    for await (const entry of parser) yield rowOf(csvEntry.parse(entry));
    return;
  }
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield rowOf({ line, record: parseJson(text) });
  }
}

const csvEntry = z
  .object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) })
  .transform(({ record, info }) => ({
    line: info.lines,
    record: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')),
  }));

function rowOf({ line, record }: { readonly line: number; readonly record: unknown }): ReadRow {
  const result = contactRow.safeParse(record);
  if (result.success) return { line, ok: true, contact: result.data };
  const fields = result.error.issues.map((issue) => issue.path.join('.') || 'the whole line');
  return { line, ok: false, reason: `wrong or missing: ${[...new Set(fields)].join(', ')}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
