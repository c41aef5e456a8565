import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { RecordedHistories } from '@refill/temporal/test-support/recorded-histories';
import { workflowSources } from './workflow-sources';

/** Spans of a replay are not sent. */
const sinks = { exporter: { export: { fn: ignore } } };

const WORKFLOWS = path.join(__dirname, '../../../workflows');

it.each([
  ['order', 'order:recorded'],
  ['device', 'device:recorded/recorded'],
])(
  'goes on with every recorded %s, which ran without traces',
  async (name, workflowId) => {
    const workflowBundle = await bundleWorkflowCode({
      ...workflowSources({ traced: true }),
      logger: {
        log: ignore,
        trace: ignore,
        debug: ignore,
        info: ignore,
        warn: ignore,
        error: ignore,
      },
    });
    const histories = new RecordedHistories(path.join(WORKFLOWS, name));
    expect(await histories.broken({ workflowBundle, sinks }, workflowId)).toEqual([]);
  },
  120_000,
);

function ignore(): void {
  // The bundler tells of each module.
}
