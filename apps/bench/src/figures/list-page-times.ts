import { mustGet } from '../stack/history-requests';
import { inLanes } from './in-lanes';

/** Pages that people and programs ask for most. */
const PAGES = [
  'limit=50',
  'limit=50&status=placed',
  'limit=50&status=cancelled',
  'limit=50&attention=ship-overdue',
  'limit=50&modelId=model-3',
];

/** How long pages of 50 orders take, of each kind in turn, in ms. */
export async function listPageTimes(
  historyUrl: string,
  token: string,
  pieces: number,
  lanes: number,
): Promise<readonly number[]> {
  const times: number[] = [];
  await inLanes(pieces, lanes, async (piece) => {
    const page = PAGES[piece % PAGES.length] ?? '';
    const startedAt = performance.now();
    await mustGet(`${historyUrl}/v1/orders?${page}`, token);
    times.push(performance.now() - startedAt);
  });
  return times;
}
