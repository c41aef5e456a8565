import { z } from 'zod';
import { eventually } from './test-support/eventually';
import { newOrderId, WorkerRig } from './test-support/worker-rig';

/** A line of the log, as far as these tests read it. */
const lineSchema = z.object({
  msg: z.string(),
  orderId: z.string().optional(),
  notificationId: z.string().optional(),
});

/** What an order's workflow says once its mail server is down, and what the SDK says of the activity. */
const ofWorkflow = 'a mail could not be sent at once; trying for days';
const ofActivity = 'Activity failed';

describe('lines of the log about an order', () => {
  let rig: WorkerRig;
  beforeAll(async () => {
    rig = await WorkerRig.start();
  });
  afterAll(async () => {
    await rig.stop();
  });

  it('name it and the notification that it took last', async () => {
    const worker = await rig.work({ SMTP_URL: 'smtp://127.0.0.1:1' });
    const orderId = newOrderId();

    /** The ids in lines of the workflow, and of the SDK about its activities, that came since. */
    const idsOf = async (msg: string, since: number): Promise<readonly unknown[]> => {
      const lines = await eventually(
        () => Promise.resolve(linesOf(worker.log.slice(since)).filter((line) => line.msg === msg)),
        (found) => found.length > 0,
      );
      return lines.map(({ orderId: order, notificationId }) => ({ order, notificationId }));
    };

    const placed = await rig.tell(orderId, 'order-placed');
    const ofPlaced = { order: orderId, notificationId: placed };
    expect(await idsOf(ofWorkflow, 0)).toEqual([ofPlaced]);
    expect(await idsOf(ofActivity, 0)).toContainEqual(ofPlaced);

    const since = worker.log.length;
    const shipped = await rig.tell(orderId, 'item-shipped');
    const ofShipped = { order: orderId, notificationId: shipped };
    expect(await idsOf(ofWorkflow, since)).toEqual([ofShipped]);
    await eventually(
      () => idsOf(ofActivity, since),
      (ids) => ids.some((each) => JSON.stringify(each) === JSON.stringify(ofShipped)),
    );
  });
});

function linesOf(log: string): readonly z.output<typeof lineSchema>[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
