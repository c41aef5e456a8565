/** Calls that wait for work: how many there are depends on time, not on orders. */
const POLLS = 'Poll';
/** Calls by which clients and workers look whether the server is there. */
const HOUSEKEEPING = /^(Describe|Get|List)/;

/**
 * How many calls of each kind the frontend of a Temporal server has got for the namespace of the bench; polls and
 * housekeeping are left out. A poll that got a task has exactly one `Respond…` that answers it.
 * @param metricsUrl where the server tells its metrics, in Prometheus' text format
 * @throws Error when it does not tell of calls: none would look like a good figure
 */
export async function frontendCalls(metricsUrl: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(metricsUrl);
  const calls = new Map<string, number>();
  let told = false;
  for (const line of (await answer.text()).split('\n')) {
    const read =
      /^service_requests\{namespace="default",operation="(\w+)",service_name="frontend"\} (\d+)$/.exec(
        line,
      );
    if (read === null) continue;
    told = true;
    const [, operation = '', count = '0'] = read;
    if (operation.startsWith(POLLS) || HOUSEKEEPING.test(operation)) continue;
    calls.set(operation, Number(count));
  }
  if (!answer.ok || !told) {
    throw new Error(`${metricsUrl} tells of no calls: another version of Temporal than expected`);
  }
  return calls;
}

/** How many calls came between two counts. */
export function callsBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): number {
  return [...after].reduce((sum, [name, count]) => sum + count - (before.get(name) ?? 0), 0);
}
