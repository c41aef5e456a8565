import Table from 'cli-table3';
import { median } from './figures/statistics';
import type { Noise } from './noise/noise';
import type { Figures } from './recorder';
import { judgedOf, type Verdict } from './verdicts';

/** What else went on, by part. */
type NoiseByPart = Readonly<Partial<Record<string, Noise>>>;

/** From what share of all CPU time on, taken by others, figures say less about Refill than about them. */
const LOUD = 0.1;

const PLAIN = { head: [], border: [] };
const NOTHING = '–';

/** The bars as a table, with the noise of each part beneath. */
export function barsText(verdicts: readonly Verdict[], noise: NoiseByPart): string {
  const table = new Table({
    head: ['figure', 'bar', 'median', 'least', 'most', 'rounds', 'at best', ''],
    style: PLAIN,
  });
  for (const verdict of verdicts) table.push(rowOf(verdict));
  return `${table.toString()}\n${atBestText(verdicts)}${noiseText(noise)}`;
}

function atBestText(verdicts: readonly Verdict[]): string {
  if (verdicts.every(({ best }) => best === null)) return '';
  return 'At best: what the least that does such work reached in the same rounds. Beside ceiling A that is HTTP, reading and the call of Temporal; beside naive orders it is ceiling B.\n';
}

/** The absolute figures behind the bars as a table; nothing where there are none. */
export function ratesText(rates: Figures['rates']): string {
  return figuresText('absolute', rates, (value) => (value < 100 ? 1 : 0));
}

/** Ratios that have no bar as a table; nothing where there are none. */
export function ratiosText(ratios: Figures['rates']): string {
  return figuresText('beside the ceilings of the same run', ratios, () => 2);
}

function figuresText(
  head: string,
  figures: Figures['rates'],
  digits: (value: number) => number,
): string {
  const table = new Table({ head: [head, 'median', 'least', 'most'], style: PLAIN });
  for (const [name, values] of Object.entries(figures)) {
    const told = [median(values), Math.min(...values), Math.max(...values)];
    table.push([name, ...told.map((value) => value.toFixed(digits(value)))]);
  }
  return table.length === 0 ? '' : `${table.toString()}\n`;
}

function rowOf({ name, atLeast, bar, rounds, best, verdict, ...values }: Verdict): string[] {
  const judged = judgedOf(values);
  // What misses its bar by less than the digits tell must not look as if it had reached it.
  const close = verdict === 'FAIL' && judged?.toFixed(values.digits) === bar.toFixed(values.digits);
  const digits = values.digits + (close ? 2 : 0);
  const text = (value: number | null): string => value?.toFixed(digits) ?? NOTHING;
  return [
    values.judged === 'least' ? `${name} (the least counts)` : name,
    `${atLeast ? '≥' : '≤'} ${bar.toLocaleString('en-US')}`,
    text(values.median),
    text(values.least),
    text(values.most),
    String(rounds),
    text(best),
    verdict,
  ];
}

function isLoud(heard: Noise | undefined): boolean {
  return heard !== undefined && heard.stolen + heard.others > LOUD;
}

/** "Stolen by the host / used by other programs, of all CPU time: pure 0.3 % / 1.2 %". */
function noiseText(noise: NoiseByPart): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const parts = Object.entries(noise).flatMap(([part, heard]) =>
    heard === undefined ? [] : [`${part} ${percent(heard.stolen)} / ${percent(heard.others)}`],
  );
  if (parts.length === 0) return '';
  const heard = `Stolen by the host / used by other programs, of all CPU time: ${parts.join(', ')}\n`;
  const loud = Object.entries(noise).flatMap(([part, heard]) => (isLoud(heard) ? [part] : []));
  if (loud.length === 0) return heard;
  return `${heard}That is much (${loud.join(', ')}): judge by a run on a machine that does nothing else. (A Temporal server that is not the bench's own counts as another program.)\n`;
}
