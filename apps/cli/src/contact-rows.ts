import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { CliError } from './cli-error';
import { EXIT_CODES } from './exit-codes';

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

/** How a file of contacts is written. */
export type ContactFormat = 'csv' | 'ndjson';

/** The format of a file, by its name. */
export function formatOf(file: string): ContactFormat {
  return path.extname(file).toLowerCase() === '.csv' ? 'csv' : 'ndjson';
}

/**
 * Reads contacts line by line, however many: CSV with the columns `customerId,email,name,locale`, or NDJSON.
 * @param onBytes told how many bytes were read so far
 * @throws CliError `CLI_INPUT_INVALID` when the file is no CSV or lacks a column
 */
export async function* readContactRows(
  file: string,
  format: ContactFormat,
  onBytes: (bytes: number) => void,
): AsyncGenerator<ReadRow, void> {
  const stream = createReadStream(file);
  stream.on('data', () => {
    onBytes(stream.bytesRead);
  });
  try {
    yield* format === 'csv' ? csvRows(stream) : ndjsonRows(stream);
  } catch (error) {
    // Its own words quote the line, and with it perhaps an address.
    if (error instanceof CsvError) throw inputInvalid(`${file} is no CSV (${error.code})`);
    throw error;
  } finally {
    stream.destroy();
  }
}

async function* ndjsonRows(stream: NodeJS.ReadableStream): AsyncGenerator<ReadRow, void> {
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield rowOf({ line, record: parseJson(text) });
  }
}

async function* csvRows(stream: NodeJS.ReadableStream): AsyncGenerator<ReadRow, void> {
  const parser = parse({
    columns: (head: readonly string[]) => checkedHead(head),
    info: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relaxColumnCount: true,
  });
  stream.on('error', (error: Error) => parser.destroy(error));
  stream.pipe(parser);
  for await (const entry of parser) yield rowOf(csvEntry.parse(entry));
}

function checkedHead(head: readonly string[]): string[] {
  for (const column of ['customerId', 'email']) {
    if (!head.includes(column)) {
      throw inputInvalid(
        `the first line of the CSV names no column ${column}; it has to be customerId,email,name,locale (the last two may be missing)`,
      );
    }
  }
  return [...head];
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

function inputInvalid(message: string): CliError {
  return new CliError('CLI_INPUT_INVALID', message, EXIT_CODES.usage);
}
