import { ORDER } from './test-support/canned-answers';
import {
  failureOf,
  type ScriptedServer,
  startScriptedServer,
} from './test-support/scripted-server';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

const page = (ids: readonly string[], nextCursor: string | null) => ({
  body: { items: ids.map((orderId) => ({ ...ORDER, orderId })), nextCursor },
});

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('a listing', () => {
  it('asks for nothing until it is iterated, and then for one page at a time', async () => {
    server.answer(page(['1', '2'], 'c1'), page([], 'c2'), page(['3'], null));
    const listing = server.client().orders.list({ status: 'placed' }, { pageSize: 2 });
    expect(server.seen).toEqual([]);
    const ids: string[] = [];
    for await (const { orderId } of listing) {
      ids.push(orderId);
      if (orderId === '2') expect(server.seen).toHaveLength(1);
    }
    expect(ids).toEqual(['1', '2', '3']);
    expect(server.seen.map((request) => request.path)).toEqual([
      '/v1/orders?status=placed&limit=2',
      '/v1/orders?status=placed&limit=2&cursor=c1',
      '/v1/orders?status=placed&limit=2&cursor=c2',
    ]);
  });

  it('gives pages too, and starts anew each time', async () => {
    server.answer(page(['1'], 'c1'), page(['2'], null), page(['1'], 'c1'), page(['2'], null));
    const listing = server.client().orders.list();
    expect((await all(listing.pages())).map(({ nextCursor }) => nextCursor)).toEqual(['c1', null]);
    expect((await all(listing)).map(({ orderId }) => orderId)).toEqual(['1', '2']);
    expect(server.seen[2]?.path).toBe('/v1/orders');
  });

  it('goes on from a cursor', async () => {
    server.answer(page(['2'], null));
    await all(server.client().orders.list({}, { cursor: 'c1' }));
    expect(server.seen[0]?.path).toBe('/v1/orders?cursor=c1');
  });

  it('asks for no more once the loop is left', async () => {
    server.answer(page(['1', '2'], 'c1'));
    for await (const order of server.client().orders.list()) {
      expect(order.orderId).toBe('1');
      break;
    }
    expect(server.seen).toHaveLength(1);
  });

  it('does not go round in circles', async () => {
    server.answer(page(['1'], 'c1'));
    expect(await failureOf(all(server.client().orders.list()))).toMatchObject({
      code: 'HISTORY_CLIENT_ANSWER_UNEXPECTED',
    });
    expect(server.seen).toHaveLength(2);
  });

  it('ends with its signal between two pages', async () => {
    server.answer(page(['1'], 'c1'), page(['2'], null));
    const controller = new AbortController();
    const seen: string[] = [];
    const listing = server.client().orders.list({}, { signal: controller.signal });
    const loop = async () => {
      for await (const { orderId } of listing) {
        seen.push(orderId);
        controller.abort();
      }
    };
    expect(await failureOf(loop())).toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual(['1']);
  });
});
