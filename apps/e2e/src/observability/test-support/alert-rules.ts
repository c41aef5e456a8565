import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../../test-support/child-service';

/** As Prometheus writes lengths of time: `2m`, `1h30m`. */
const duration = z.string().regex(/^(?:\d+(?:ms|[smhdwy]))+$/);

const alert = z.strictObject({
  alert: z.string().regex(/^Refill[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: duration.optional(),
  keep_firing_for: duration.optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({
    summary: z.string().min(1),
    description: z.string().min(1),
    runbook_url: z.string(),
  }),
});

const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;

const rulesFile = z.strictObject({
  groups: z
    .array(
      z.strictObject({ name: z.string(), interval: duration.optional(), rules: z.array(alert) }),
    )
    .refine((groups) => unique(groups.map(({ name }) => name)), 'two groups have one name')
    .refine(
      (groups) => unique(groups.flatMap(({ rules }) => rules.map((rule) => rule.alert))),
      'two alerts have one name',
    ),
});

/** A rule that Prometheus alerts by. */
export type AlertRule = z.output<typeof alert>;

/** Reads a file of alerting rules. @throws where Prometheus would refuse it, or an alert lacks what a person needs */
export function parseAlertRules(text: string): readonly AlertRule[] {
  return rulesFile.parse(parse(text)).groups.flatMap(({ rules }) => rules);
}

/** The alerts of this repository. */
export function alertRules(): readonly AlertRule[] {
  return parseAlertRules(readFileSync(path.join(ROOT, 'observability/alerts.yml'), 'utf8'));
}
