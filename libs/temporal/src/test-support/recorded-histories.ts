import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';

type History = Parameters<typeof historyToJSON>[0];

/** A history as it stands in the repository. */
export interface RecordedHistory {
  readonly name: string;
  readonly json: unknown;
}

/** Histories of workflows that may still be running somewhere, kept in the folder `histories` of their package. */
export class RecordedHistories {
  private readonly folder: string;
  /** How many histories of each test were kept. */
  private readonly kept = new Map<string, number>();

  /** @param packageFolder the folder of the workflow's package, two below the root of the repository */
  constructor(private readonly packageFolder: string) {
    this.folder = path.join(packageFolder, 'histories');
  }

  /** Every recorded history, by name. */
  async all(): Promise<readonly RecordedHistory[]> {
    const files = (await readdir(this.folder)).filter((file) => file.endsWith('.json')).sort();
    return await Promise.all(
      files.map(async (file) => ({
        name: path.basename(file, '.json'),
        json: JSON.parse(await readFile(path.join(this.folder, file), 'utf8')) as unknown,
      })),
    );
  }

  /**
   * Replays every recorded history, all in one worker: another for each would evaluate the workflow's code anew.
   * @returns the names of those that the workflow as it is now doesn't follow
   */
  async broken(options: ReplayWorkerOptions, workflowId: string): Promise<readonly string[]> {
    const recorded = await this.all();
    const results = Worker.runReplayHistories(
      options,
      recorded.map(({ json }) => ({ workflowId, history: json })),
    );
    const broken: string[] = [];
    let replayed = 0;
    for await (const { error } of results) {
      if (error !== undefined) broken.push(recorded[replayed]?.name ?? 'unknown');
      replayed += 1;
    }
    if (replayed < recorded.length) throw new Error(`only ${String(replayed)} were replayed`);
    return broken;
  }

  /**
   * Keeps the history of the test that runs, when `REFILL_RECORD_HISTORIES` names a release (`0.1.0`).
   * A recorded history is never replaced: workflows that began with it may still be running.
   * @param run tells the runs of one test apart
   */
  async keep(history: History, run = ''): Promise<void> {
    const release = process.env['REFILL_RECORD_HISTORIES'];
    if (release === undefined) return;
    const test = expect.getState().currentTestName ?? 'unnamed';
    const first = `${release} ${test} ${run}`.trim();
    const nth = (this.kept.get(first) ?? 0) + 1;
    this.kept.set(first, nth);
    const name = nth === 1 ? first : `${first} ${String(nth)}`;
    await mkdir(this.folder, { recursive: true });
    // Which machine recorded it, and where, is nobody's business.
    const json = historyToJSON(history)
      .replace(/"identity": "[^"]*"/g, '"identity": "recorded"')
      .replace(/"name": "\d+@[^"]*"/g, '"name": "recorded"')
      .replaceAll(path.join(this.packageFolder, '..', '..', path.sep), '');
    const file = `${name.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}.json`;
    await writeFile(path.join(this.folder, file), `${json}\n`, { flag: 'wx' });
  }
}
