import { BARS } from '../bars';
import type { BenchOptions } from '../bench-options';
import { circumstances } from '../circumstances';
import { expectedSeconds } from '../expected-seconds';
import { EXIT_CODES } from '../exit-codes';
import { ratiosOf } from '../figures/ratios';
import { barsText, ratesText, ratiosText } from '../report';
import { type BenchResult, runBench } from '../run-bench';
import { missedBars, verdictsOf } from '../verdicts';
import { figuresFile } from './figures-file';
import { showProgress } from './show-progress';

/**
 * Runs the bench for a command: tells the result, writes the figures after each part, and sets the exit code: whether a
 * bar was missed.
 * @param jsonFile gets all figures; `null`: nothing does
 * @throws Error at once when that file can't be written
 */
export async function runParts(options: BenchOptions, jsonFile: string | null): Promise<void> {
  const bars = BARS.filter(({ part }) => options.parts.includes(part));
  const file = jsonFile === null ? null : figuresFile(jsonFile);
  const plan = options.parts.map((name) => ({ name, seconds: expectedSeconds(name, options) }));
  const { versions, ...when } = circumstances();
  const keep = ({ temporalServer, ...figures }: BenchResult): void => {
    const verdicts = verdictsOf(figures, bars);
    const all = { ...versions, temporalServer };
    const ratios = ratiosOf(figures.rates);
    file?.write({ ...when, versions: all, options, verdicts, ratios, ...figures });
  };
  const result = await showProgress(plan, (progress, atEnd) =>
    runBench(options, progress, atEnd, keep),
  );
  const verdicts = verdictsOf(result, bars);
  process.stdout.write(
    `${barsText(verdicts, result.noise)}${ratiosText(ratiosOf(result.rates))}${ratesText(result.rates)}`,
  );
  if (file !== null) process.stderr.write(`All figures: ${file.name}\n`);
  process.exitCode =
    missedBars(verdicts, options).length === 0 ? EXIT_CODES.ok : EXIT_CODES.barMissed;
}
