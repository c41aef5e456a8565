import { Worker } from '@temporalio/worker';
import { HISTORIES } from './test-support/order-rig';
import { workflowBundle } from './test-support/workflow-bundle';

/** The history with every occurrence of a text replaced: as if a release had changed the workflow. */
function changed(json: unknown, from: string, to: string): unknown {
  return JSON.parse(JSON.stringify(json).replaceAll(from, to)) as unknown;
}

async function replay(json: unknown): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, json, 'order:recorded');
}

describe('recorded histories', () => {
  it('are replayed by the workflow as it is now', async () => {
    const histories = await HISTORIES.all();
    expect(histories.length).toBeGreaterThan(10);
    expect(
      await HISTORIES.broken({ workflowBundle: await workflowBundle() }, 'order:recorded'),
    ).toEqual([]);
  });

  it('are refused when the workflow would do something else', async () => {
    const history = (await HISTORIES.all()).find(({ name }) =>
      name.includes('keeps-trying-to-write'),
    );
    if (history === undefined) throw new Error('no such history');
    await expect(replay(changed(history.json, 'recordHistory', 'writeHistory'))).rejects.toThrow(
      /[Nn]ondeterminism/,
    );
  });
});
