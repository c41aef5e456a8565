import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../test-support/child-service';
import { newOrderId, Refill } from '../test-support/refill';
import { until } from '../test-support/until';
import { alertRules, parseAlertRules } from './test-support/alert-rules';
import { expressionsOf, overlapsIn, parseDashboard, readDashboard } from './test-support/dashboard';
import { type ExposedMetrics, exposedMetrics } from './test-support/exposed-metrics';
import { parsePromql } from './test-support/promql-expression';

const FILE = path.join(ROOT, 'observability');

/** What Prometheus itself adds. */
const ADDED_LABELS = ['job', 'instance'];

/** What has no series before such a thing has happened: a failure, an activity that is not local, a replay. */
const LATER: ReadonlyMap<string, readonly string[]> = new Map([
  ['temporal_workflow_task_execution_failed_total', ['failure_reason']],
  ['temporal_activity_schedule_to_start_latency_seconds_bucket', ['le']],
  ['temporal_request_failure_total', ['operation', 'status_code']],
  ['refill_replays_total', ['outcome']],
  ['refill_version_attribute_mismatch_total', ['type', 'body', 'attribute']],
]);

let refill: Refill;
let metrics: ExposedMetrics;
beforeAll(async () => {
  refill = await Refill.start();
  await refill.putContact('amzn1.account.E2E', { email: 'customer@example.com' });
  const orderId = newOrderId();
  const { amazon } = refill;
  await refill.post(amazon.notification('OrderPlacedNotification', { orderId }));
  await refill.eventOf(orderId, 'email-sent');
  await refill.post(amazon.notification('ItemShippedNotification', { orderId }));
  await refill.orderWith(orderId, 'shipped');
  await refill.replenish({
    eventInstanceId: newOrderId(),
    detailCode: 'STANDARD_ORDER_PLACED',
    modelId: 'model',
    serialNumber: 'serial',
    slotId: 'slot',
    customerId: 'amzn1.account.E2E',
    requestedAt: new Date().toISOString(),
  });
  await refill.post('no message of SNS');
  await refill.post(amazon.envelope('{}'));
  await refill.post(amazon.envelope('{}').replace('"Message":"', '"Message":" '));
  metrics = await until(readMetrics, (read) => read.has('temporal_workflow_completed_total'));
}, 120_000);
afterAll(async () => {
  await refill.stop();
});

async function readMetrics(): Promise<ExposedMetrics> {
  const texts = ['ingestion', 'worker', 'history'] as const;
  return exposedMetrics(
    await Promise.all(
      texts.map(async (app) => (await fetch(`${refill.service(app).url}/metrics`)).text()),
    ),
  );
}

/** What an expression names that no service tells. */
function unknownIn(expression: string): readonly string[] {
  const { selectors, groupings } = parsePromql(expression);
  const unknown: string[] = [];
  const all = new Set(ADDED_LABELS);
  for (const { metric, labels } of selectors) {
    if (metric === 'up') continue;
    const known = LATER.get(metric) ?? metrics.get(metric);
    if (known === undefined) unknown.push(metric);
    const own = new Set([...(known ?? []), ...ADDED_LABELS]);
    for (const label of own) all.add(label);
    unknown.push(
      ...labels.filter((label) => !own.has(label)).map((label) => `${metric}{${label}}`),
    );
  }
  unknown.push(...groupings.filter((label) => !all.has(label)).map((label) => `by (${label})`));
  return unknown;
}

it('a metric, a label or a grouping that nobody tells is found', () => {
  expect(unknownIn('sum by (kind) (rate(refill_emails_total{outcome="sent"}[5m]))')).toEqual([]);
  expect(unknownIn('refill_email_total')).toEqual(['refill_email_total']);
  expect(unknownIn('refill_emails_total{result="sent"}')).toEqual(['refill_emails_total{result}']);
  expect(unknownIn('sum by (code) (refill_emails_total)')).toEqual(['by (code)']);
});

describe('the alerts', () => {
  it.each(alertRules().map((rule) => [rule.alert, rule] as const))(
    '%s asks for what there is, and the page tells what to do',
    (name, { expr, annotations }) => {
      expect(unknownIn(expr)).toEqual([]);
      expect(annotations.runbook_url).toBe(`docs/metrics.md#${name.toLowerCase()}`);
      expect(readFileSync(path.join(ROOT, 'docs/metrics.md'), 'utf8')).toContain(`### ${name}\n`);
      // Templates only name labels that the expression's result has.
      const { groupings } = parsePromql(expr);
      const used = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, x]) => x);
      expect([...groupings, 'instance']).toEqual(expect.arrayContaining(used));
    },
  );

  it.each([
    ['no duration', 'for: 5 minutes'],
    ['an unknown field', 'fro: 5m'],
    ['no such severity', 'labels: { severity: page }'],
  ])('are refused with %s', (_what, line) => {
    const text = readFileSync(path.join(FILE, 'alerts.yml'), 'utf8');
    expect(() => parseAlertRules(text.replace('for: 2m', line))).toThrow();
  });

  it('are loaded by the example for Prometheus, under the name of the job that they ask for', () => {
    expect(parse(readFileSync(path.join(FILE, 'prometheus.yml'), 'utf8'))).toMatchObject({
      rule_files: ['alerts.yml'],
      scrape_configs: [{ job_name: 'refill' }],
    });
  });
});

describe('the dashboard', () => {
  it.each(expressionsOf(readDashboard()))('%s asks for what there is', (_title, expression) => {
    expect(unknownIn(expression)).toEqual([]);
  });

  it('has no panel over another, and no two with one id', () => {
    const board = readDashboard();
    expect(overlapsIn(board)).toEqual([]);
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    const [first, second] = board.panels;
    if (first === undefined || second === undefined) throw new Error('no panels');
    expect(
      overlapsIn({ ...board, panels: [first, { ...second, gridPos: first.gridPos }] }),
    ).toEqual([[first.title, second.title]]);
  });

  it('is refused with a data source of its own', () => {
    const text = readFileSync(path.join(FILE, 'grafana-dashboard.json'), 'utf8');
    expect(() => parseDashboard(text.replace('${datasource}', 'prometheus-1'))).toThrow();
  });
});

it('every metric of Refill stands on the page', () => {
  const page = readFileSync(path.join(ROOT, 'docs/metrics.md'), 'utf8');
  const own = [...metrics.keys()]
    .filter((name) => name.startsWith('refill_'))
    .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
  expect(own.length).toBeGreaterThan(20);
  expect([...new Set(own)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
