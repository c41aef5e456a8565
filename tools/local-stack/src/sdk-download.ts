import * as fs from 'node:fs';
import * as path from 'node:path';
import { runProgram } from './run-program';

/** The plain JavaScript program that lets Temporal's SDK download a server. */
const downloadProgram = path.resolve(__dirname, '../../run/sdk-download.mjs');

/** How long the SDK may take to download a server before the next way is tried, in ms. */
const downloadTimeoutMs = 60_000;

/**
 * Lets Temporal's SDK download a server program into an empty folder, in a process of its own that can be killed.
 * @returns the program's path, or why there is none
 */
export async function downloadBySdk(
  server: 'dev-server' | 'time-skipping',
  version: string,
  folder: string,
): Promise<{ ok: true; file: string } | { ok: false; reason: string }> {
  const result = await runProgram(process.execPath, [downloadProgram, server, version, folder], {
    timeoutMs: downloadTimeoutMs,
  });
  const file = fs.readdirSync(folder).find((name) => name.startsWith('temporal'));
  if (result.code === 0 && file !== undefined) return { ok: true, file: path.join(folder, file) };
  return { ok: false, reason: result.output.split('\n')[0] ?? 'no reason given' };
}
