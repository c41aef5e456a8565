import type { Scenario } from './scenario';

/** The scenarios as aligned text: name, versions, what they show. */
export function scenarioTable(scenarios: readonly Scenario[]): string {
  const rows = [
    ['scenario', 'versions', 'shows'] as const,
    ...scenarios.map(({ name, versions, shows }) => [name, versions.join(', '), shows] as const),
  ];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const versionsWidth = Math.max(...rows.map(([, versions]) => versions.length));
  return rows
    .map(
      ([name, versions, shows]) =>
        `${name.padEnd(nameWidth)}  ${versions.padEnd(versionsWidth)}  ${shows}`,
    )
    .join('\n');
}
