import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../test-support/child-service';

const gridPos = z.object({
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  w: z.int().min(1).max(24),
  h: z.int().min(1),
});

/** A variable, so that the dashboard works with any name of the data source. */
const datasource = z.object({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });

const row = z.looseObject({ type: z.literal('row'), id: z.int(), title: z.string(), gridPos });
const chart = z.looseObject({
  type: z.enum(['stat', 'timeseries']),
  id: z.int(),
  title: z.string().min(1),
  gridPos,
  datasource,
  targets: z
    .array(z.looseObject({ refId: z.string(), expr: z.string(), datasource }))
    .min(1)
    .refine((targets) => new Set(targets.map(({ refId }) => refId)).size === targets.length),
});

const dashboard = z.looseObject({
  uid: z.string().min(1).max(40),
  title: z.string(),
  schemaVersion: z.int().min(39),
  templating: z.object({
    list: z.array(z.looseObject({ name: z.string(), type: z.string() })).min(1),
  }),
  panels: z.array(z.discriminatedUnion('type', [row, chart])),
});

/** A dashboard for Grafana. */
export type Dashboard = z.output<typeof dashboard>;

/** Reads a dashboard. @throws where Grafana would show it broken */
export function parseDashboard(text: string): Dashboard {
  return dashboard.parse(JSON.parse(text));
}

/** The dashboard of this repository. */
export function readDashboard(): Dashboard {
  return parseDashboard(
    readFileSync(path.join(ROOT, 'observability/grafana-dashboard.json'), 'utf8'),
  );
}

/** What the charts of a dashboard ask Prometheus, with Grafana's own variables filled in. */
export function expressionsOf({ panels }: Dashboard): readonly (readonly [string, string])[] {
  return panels.flatMap((panel) =>
    panel.type === 'row'
      ? []
      : panel.targets.map(
          ({ expr }) => [panel.title, expr.replaceAll('$__rate_interval', '5m')] as const,
        ),
  );
}

/** The pairs of panels that cover each other. */
export function overlapsIn({ panels }: Dashboard): readonly (readonly [string, string])[] {
  return panels.flatMap((a, at) =>
    panels
      .slice(at + 1)
      .filter(({ gridPos: b }) => covers(a.gridPos, b))
      .map((b) => [a.title, b.title] as const),
  );
}

type Place = z.output<typeof gridPos>;

function covers(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
