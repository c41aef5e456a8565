import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

type History = Parameters<typeof historyToJSON>[0];

/** Where histories of orders that may still be running somewhere are kept. */
const FOLDER = path.join(__dirname, '..', '..', 'histories');

/** A history as it stands in the repository. */
export interface RecordedHistory {
  readonly name: string;
  readonly json: unknown;
}

/** Every recorded history, by name. */
export async function recordedHistories(): Promise<readonly RecordedHistory[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
  return await Promise.all(
    files.map(async (file) => ({
      name: path.basename(file, '.json'),
      json: JSON.parse(await readFile(path.join(FOLDER, file), 'utf8')) as unknown,
    })),
  );
}

/**
 * Keeps the history of the test that runs, when `REFILL_RECORD_HISTORIES` names a release (`0.1.0`).
 * A recorded history is never replaced: orders that began with it may still be running.
 */
export async function recordHistoryFile(history: History): Promise<void> {
  const release = process.env['REFILL_RECORD_HISTORIES'];
  if (release === undefined) return;
  const test = expect.getState().currentTestName ?? 'unnamed';
  const name = `${release} ${test}`.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  await mkdir(FOLDER, { recursive: true });
  // Which machine recorded it, and where, is nobody's business.
  const json = historyToJSON(history)
    .replace(/"identity": "[^"]*"/g, '"identity": "recorded"')
    .replaceAll(path.join(FOLDER, '..', '..', '..', path.sep), '');
  await writeFile(path.join(FOLDER, `${name}.json`), `${json}\n`, { flag: 'wx' });
}
