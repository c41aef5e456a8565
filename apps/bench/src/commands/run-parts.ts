import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bar } from '../bars';
import type { BenchOptions } from '../bench-options';
import { circumstances } from '../circumstances';
import { expectedSeconds } from '../expected-seconds';
import { barsText, ratesText } from '../report';
import { runBench } from '../run-bench';
import { missedBars, verdictsOf } from '../verdicts';
import { showProgress } from './show-progress';

/**
 * Runs the bench for a command: tells the result, writes the figures, and lets the process end with 1 when a bar is
 * missed.
 * @param bars those to tell of
 * @param jsonFile gets all figures; `null`: nothing does
 */
export async function runParts(
  options: BenchOptions,
  bars: readonly Bar[],
  jsonFile: string | null,
): Promise<void> {
  const plan = options.parts.map((name) => ({ name, seconds: expectedSeconds(name, options) }));
  const { at, machine, versions } = circumstances();
  const result = await showProgress(plan, (progress, atEnd) => runBench(options, progress, atEnd));
  const verdicts = verdictsOf(result.bars, bars);
  process.stdout.write(`${barsText(verdicts, result.noise)}${ratesText(result.rates)}`);
  if (jsonFile !== null) {
    const { temporalServer, ...figures } = result;
    const all = { ...versions, temporalServer };
    writeJson(jsonFile, { at, machine, versions: all, options, verdicts, ...figures });
    process.stderr.write(`All figures: ${jsonFile}\n`);
  }
  process.exitCode = missedBars(verdicts, options).length === 0 ? 0 : 1;
}

function writeJson(file: string, document: object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}
