import { eventually } from './test-support/eventually';
import { newOrderId, WorkerRig } from './test-support/worker-rig';
import type { WorkerProcess } from './test-support/worker-process';

describe("the worker's /metrics", () => {
  let rig: WorkerRig;
  let worker: WorkerProcess;
  beforeAll(async () => {
    rig = await WorkerRig.start();
    worker = await rig.work();
  });
  afterAll(async () => {
    await rig.stop();
  });

  async function metrics(): Promise<string> {
    const answer = await fetch(`${worker.url}/metrics`);
    expect(answer.status).toBe(200);
    return await answer.text();
  }

  it('tell how orders end, and what the Temporal SDK measures', async () => {
    const before = await metrics();
    expect(before).toMatch(/^refill_orders_ended_total\{status="shipped",service="worker"\} 0$/m);
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-sent');
    await rig.tell(orderId, 'item-shipped');
    await rig.eventOf(orderId, 'email-sent', 2);
    // The mail is recorded a moment before the SDK hears that the workflow's last task was taken.
    const after = await eventually(metrics, (text) =>
      text.includes('\ntemporal_workflow_completed_total{'),
    );
    expect(after).toMatch(/^refill_orders_ended_total\{status="shipped",service="worker"\} 1$/m);
    expect(after).toMatch(/^refill_order_time_in_status_seconds_count\{.*status="placed".*\} 1$/m);
    expect(after).toMatch(/^temporal_workflow_completed_total\{.*service="worker".*\} 1$/m);
    expect(after).toMatch(/^temporal_worker_task_slots_available\{.*\} \d+$/m);
    expect(after).toMatch(
      /^temporal_workflow_task_schedule_to_start_latency_seconds_bucket\{.*le="0.005".*\} \d+$/m,
    );
    // A name that is told twice would make Prometheus refuse it all.
    const names = [...after.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
