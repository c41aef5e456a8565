import { recordOrder } from '@refill/order-history/record-order';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { startTestHistory, TEST_TOKENS, type TestHistory } from '../test-history';

const ORDER = 'o/live';
const PAGE = `/orders/${encodeURIComponent(ORDER)}`;

let history: TestHistory;
let cookie: string;
beforeAll(async () => {
  history = await startTestHistory();
  await change(1);
  const answer = await fetch(`${history.url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token: TEST_TOKENS.read }),
  });
  cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
});
afterAll(() => history.stop());

async function change(revision: number): Promise<void> {
  const snapshot = testSnapshot({ orderId: ORDER, slotId: `Slot ${String(revision)}` });
  await recordOrder(history.database.db, testRecord(snapshot, { revision }));
}

/** Opens the events of a page. @returns reads what comes up to a text; `null`: the rest */
async function watch(page: string) {
  const response = await fetch(`${history.url}/live?of=${encodeURIComponent(page)}`, {
    headers: { cookie },
    redirect: 'manual',
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    until: async (wanted: string | null): Promise<string> => {
      while (wanted === null || !text.includes(wanted)) {
        const part = await reader?.read();
        if (part === undefined || part.done) break;
        text += part.value;
      }
      const read = text;
      text = '';
      return read;
    },
    leave: async () => reader?.cancel(),
  };
}

describe('GET /live', () => {
  it('says to look when the watching has begun, and when the page would look different', async () => {
    const watched = await watch(PAGE);
    expect(watched.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(watched.response.headers.get('cache-control')).toBe('no-store');
    expect(watched.response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await watched.until('event: look')).toContain('event: look');
    await change(2);
    expect(await watched.until('event: look')).toContain('event: look');
    await watched.leave();
  });

  it('is for those who signed in, and for our own pages', async () => {
    const nobody = await fetch(`${history.url}/live?of=%2F`, { redirect: 'manual' });
    expect(nobody.status).toBe(303);
    const answer = await fetch(`${history.url}/live?of=elsewhere`, { headers: { cookie } });
    expect(answer.status).toBe(400);
  });

  it('ends when the service stops', async () => {
    const served = history;
    history = await startTestHistory();
    // The same tokens make the same key: the session holds for this one, too.
    const watched = await watch('/');
    await watched.until('event: look');
    const ended = watched.until(null);
    await history.stop();
    await ended;
    history = served;
  });
});
