import type { Terminal } from './terminal';

/** Names and values below each other; what has no value is left out. */
export function factsText(
  facts: readonly (readonly [name: string, value: string | null])[],
  { colours }: Pick<Terminal, 'colours'>,
): string {
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `  ${colours.dim(name.padEnd(width))}  ${value}\n`).join('');
}
