import { CompiledQuery, type RootOperationNode, sql } from 'kysely';
import { z } from 'zod';
import { listOrders, type OrderPosition } from './list-orders';
import type { OrderFilter } from './order-filter';
import { createTestDatabase, type TestDatabase } from './test-database';

const ORDERS = 200_000;
const LIMIT = 50;
/** Of a page: a block per row, since they lie apart, and the way down the index. */
const BLOCKS_OF_A_PAGE = 2 * LIMIT;

/** The order number n is n × 3 minutes old: the list covers 417 days. */
const daysAgo = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
const NOW = Date.parse('2026-06-01T00:00:00.000Z');

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[] | undefined;
}
const planNode: z.ZodType<PlanNode> = z.object({
  'Node Type': z.string(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().optional(),
  'Shared Hit Blocks': z.number(),
  'Shared Read Blocks': z.number(),
  get Plans() {
    return z.array(planNode).optional();
  },
});
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planNode })]) })]);

/** What PostgreSQL did for a page. */
interface Work {
  readonly page: number;
  readonly scans: readonly string[];
  /** Rows taken from tables, also those that a filter threw away. */
  readonly rows: number;
  readonly blocks: number;
  readonly sorted: number;
}

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  // Nearly all have ended, one in 200 has a mark, one in 500 is open, and 10 belong to each customer.
  await sql`
    insert into orders (order_id, status, model_id, serial_number, slot_id, customer_id, items, placed_at, attention,
                        test, started_at, workflow_id, run_id, revision, windows, sort_at)
    select 'amzn1.dash.v2.o.' || md5(n::text),
           case when n % 500 = 0 then 'placed' when n % 50 = 1 then 'cancelled' else 'shipped' end,
           'model-' || n % 5, 'serial-' || n % 40000, 'slot', 'amzn1.account.' || md5((n % 20000)::text), '[]',
           case when n % 100 = 7 then null else at end,
           case when n % 200 = 3 then array['ship-overdue'] else '{}' end,
           false, at, 'order:' || n, 'run', 1, '{}', at
    from (select n, ${daysAgo(0)}::timestamptz - n * interval '3 minutes' as at
          from generate_series(1, ${ORDERS}::integer) as n) as numbered`.execute(test.db);
  await sql`vacuum analyze orders`.execute(test.db);
}, 120_000);
afterAll(() => test.drop());

async function workFor(filter: OrderFilter, after: OrderPosition | null) {
  let node: RootOperationNode | undefined;
  const watched = test.db.withPlugin({
    transformQuery: (query) => (node = query.node),
    transformResult: async ({ result }) => Promise.resolve(result),
  });
  const { orders, next } = await listOrders(watched, { filter, limit: LIMIT, after });
  if (node === undefined) throw new Error('no query');
  const { queryId } = CompiledQuery.raw('');
  const query = test.db.getExecutor().compileQuery(node, queryId);
  const { rows } = await test.db.executeQuery(
    CompiledQuery.raw(`explain (analyze, buffers, timing off, format json) ${query.sql}`, [
      ...query.parameters,
    ]),
  );
  const [{ 'QUERY PLAN': plan }] = explained.parse(rows);
  return { next, work: workOf(plan[0].Plan, orders.length) };
}

function workOf(root: PlanNode, page: number): Work {
  const nodes = flatten(root);
  const rowsOf = (node: PlanNode): number =>
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const scans = nodes.filter(({ 'Node Type': type }) => type.endsWith('Scan'));
  const sorts = nodes.filter(({ 'Node Type': type }) => type.endsWith('Sort'));
  return {
    page,
    scans: scans.map(({ 'Node Type': type }) => type),
    rows: Math.max(0, ...scans.map(rowsOf)),
    blocks: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
    sorted: Math.max(0, ...sorts.flatMap(({ Plans }) => (Plans ?? []).map(rowsOf))),
  };
}

const flatten = (node: PlanNode): readonly PlanNode[] => [
  node,
  ...(node.Plans ?? []).flatMap(flatten),
];

/** A page in the middle of the list, as somebody gets to it who turns pages. */
const MIDDLE: OrderPosition = { sortAt: daysAgo(200), orderId: 'amzn1' };

async function pagesOf(filter: OrderFilter): Promise<readonly Work[]> {
  const first = await workFor(filter, null);
  const second = first.next === null ? [] : [(await workFor(filter, first.next)).work];
  return [first.work, ...second, (await workFor(filter, MIDDLE)).work];
}

const EXACT: readonly (readonly [string, OrderFilter])[] = [
  ['everything', {}],
  ['a rare status', { statuses: ['placed'] }],
  ['a status that none has', { statuses: ['ended'] }],
  ['marks', { attentions: ['ship-overdue'] }],
  ['open orders', { open: true }],
];
// Where the next row that fits is near, any order of the list is as good.
const COMMON: readonly (readonly [string, OrderFilter, number])[] = [
  ['a model of five', { modelId: 'model-3' }, 6],
  ['the usual status', { statuses: ['shipped'] }, 1.2],
];
it.each(COMMON)('a page of %s reads few rows more than it shows', async (_, filter, most) => {
  for (const work of await pagesOf(filter)) {
    expect(work).toMatchObject({ sorted: 0, scans: ['Index Scan'] });
    expect(work.rows).toBeLessThanOrEqual(most * (LIMIT + 1));
  }
});

it.each(EXACT)('a page of %s reads no more rows than it shows', async (_, filter) => {
  for (const work of await pagesOf(filter)) {
    expect(work).toMatchObject({
      sorted: 0,
      scans: [expect.stringMatching(/^Index (Only )?Scan$/)],
    });
    expect(work.rows).toBeLessThanOrEqual(LIMIT + 1);
    expect(work.blocks).toBeLessThanOrEqual(BLOCKS_OF_A_PAGE);
  }
});

const OTHERS: readonly (readonly [string, OrderFilter])[] = [
  ['a customer', { customerId: 'amzn1.account.c4ca4238a0b923820dcc509a6f75849b' }],
  ['a device', { modelId: 'model-1', serialNumber: 'serial-1' }],
  ['ended orders', { open: false }],
  ['what was placed since last week', { placedFrom: daysAgo(7) }],
  ['what was placed on one day long ago', { placedFrom: daysAgo(301), placedTo: daysAgo(300) }],
];
it.each(OTHERS)('a page of %s reads what its index gives', async (_, filter) => {
  for (const work of await pagesOf(filter)) {
    expect(work.scans).not.toContain('Seq Scan');
    expect(work.sorted).toBeLessThanOrEqual(500);
    expect(work.rows).toBeLessThanOrEqual(5_000);
  }
});

it('a page of what was placed long ago passes newer orders in the index alone', async () => {
  for (const work of await pagesOf({ placedTo: daysAgo(300) })) {
    expect(work).toMatchObject({ scans: ['Index Scan'], sorted: 0 });
    expect(work.rows).toBeLessThanOrEqual(LIMIT + 1);
  }
});
