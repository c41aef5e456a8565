import { Worker } from '@temporalio/worker';
import { HISTORIES } from './test-support/device-rig';
import { workflowBundle } from './test-support/workflow-bundle';

/** The history with every occurrence of a text replaced: as if a release had changed the workflow. */
function changed(json: unknown, from: string, to: string): unknown {
  return JSON.parse(JSON.stringify(json).replaceAll(from, to)) as unknown;
}

async function replay(json: unknown): Promise<void> {
  await Worker.runReplayHistory(
    { workflowBundle: await workflowBundle() },
    json,
    'device:recorded/recorded',
  );
}

describe('recorded histories', () => {
  it('are replayed by the workflow as it is now', async () => {
    const histories = await HISTORIES.all();
    expect(histories.length).toBeGreaterThan(20);
    expect(histories.map(({ name }) => name).join()).toContain('continues-as-new');
    expect(
      await HISTORIES.broken(
        { workflowBundle: await workflowBundle() },
        'device:recorded/recorded',
      ),
    ).toEqual([]);
  });

  it('are refused when the workflow would do something else', async () => {
    const history = (await HISTORIES.all()).find(({ name }) =>
      name.includes('tells-the-open-orders'),
    );
    if (history === undefined) throw new Error('no such history');
    await expect(replay(changed(history.json, 'deregisterOrders', 'informOrders'))).rejects.toThrow(
      /[Nn]ondeterminism/,
    );
  });
});
