import type { Terminal } from '../terminal';
import type { Finding } from './finding';

const SIGNS = { ok: '✓', warning: '!', failed: '✗', skipped: '–' } as const;

/** The findings for a person: a line each, and below it what to do. */
export function doctorText(
  findings: readonly Finding[],
  { colours }: Pick<Terminal, 'colours'>,
): string {
  const paint = {
    ok: colours.green,
    warning: colours.yellow,
    failed: colours.red,
    skipped: colours.dim,
  } as const;
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  return findings
    .map(({ check, state, detail, mend }) => {
      const line = `${paint[state](SIGNS[state])} ${check.padEnd(width)}  ${detail}\n`;
      return mend === null ? line : `${line}  ${' '.repeat(width)}  ${colours.bold('→')} ${mend}\n`;
    })
    .join('');
}
