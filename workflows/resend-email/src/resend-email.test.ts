import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import {
  RESEND_EMAIL_WORKFLOW_TYPE,
  type ResendEmailActivities,
  type ResendEmailInput,
  type ResendEmailResult,
  resendEmailWorkflowId,
} from '@refill/temporal/resend-email-messages';
import { RecordedHistories } from '@refill/temporal/test-support/recorded-histories';
import { startTimeSkippingServer } from '@refill/temporal/test-support/time-skipping-server';
import { bundleFromSource } from '@refill/temporal/test-support/workflow-bundle';

const HISTORIES = new RecordedHistories(path.join(__dirname, '..'));
const DAY_MS = 86_400_000;

const bundle = () => bundleFromSource(path.join(__dirname, 'resend-email.ts'));
async function replay(json: unknown): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: await bundle() }, json, 'resend-email:recorded');
}

describe('resendEmail', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startTimeSkippingServer();
  });
  afterAll(async () => {
    await environment.teardown();
  });

  /** Runs one to its end, and replays it. */
  async function run(resend: (tries: number) => ResendEmailResult) {
    const taskQueue = randomUUID();
    const actionId = randomUUID();
    const asked: { readonly name: string; readonly input: ResendEmailInput }[] = [];
    const activities: ResendEmailActivities = {
      resendEmail: async (input) => {
        asked.push({ name: 'resendEmail', input });
        return await Promise.resolve(resend(asked.length));
      },
      giveUpResendingEmail: async (input) => {
        asked.push({ name: 'giveUpResendingEmail', input });
        return await Promise.resolve('failed');
      },
    };
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: await bundle(),
      activities: { ...activities },
    });
    return await worker.runUntil(async () => {
      const handle = await environment.client.workflow.start(RESEND_EMAIL_WORKFLOW_TYPE, {
        taskQueue,
        workflowId: resendEmailWorkflowId(actionId),
        args: [{ actionId } satisfies ResendEmailInput],
      });
      const result: unknown = await handle.result();
      const { startTime, closeTime } = await handle.describe();
      const tookMs = (closeTime?.getTime() ?? NaN) - startTime.getTime();
      const history = await handle.fetchHistory();
      await replay(history);
      await HISTORIES.keep(history);
      expect(asked.every(({ input }) => input.actionId === actionId)).toBe(true);
      return { result, names: asked.map(({ name }) => name), tookMs };
    });
  }

  it('sends the mail once', async () => {
    const { result, names } = await run(() => 'sent');
    expect({ result, names }).toEqual({ result: 'sent', names: ['resendEmail'] });
  });

  it('tells that it was refused', async () => {
    const { result, names } = await run(() => 'failed');
    expect({ result, names }).toEqual({ result: 'failed', names: ['resendEmail'] });
  });

  it('tries again while the mail server is down', async () => {
    const { result, names } = await run((tries) => {
      if (tries < 4) throw ApplicationFailure.retryable('down', 'EMAIL_UNAVAILABLE');
      return 'sent';
    });
    expect(result).toBe('sent');
    expect(names).toEqual(Array.from({ length: 4 }, () => 'resendEmail'));
  });

  it('gives up after five days and records that', async () => {
    const { result, names, tookMs } = await run(() => {
      throw ApplicationFailure.retryable('down', 'EMAIL_UNAVAILABLE');
    });
    expect(result).toBe('failed');
    expect(names.filter((name) => name === 'giveUpResendingEmail')).toHaveLength(1);
    expect(names.at(-1)).toBe('giveUpResendingEmail');
    expect(tookMs).toBeGreaterThan(4.9 * DAY_MS);
    expect(tookMs).toBeLessThan(5.1 * DAY_MS);
  });
});

describe('recorded histories', () => {
  it('are replayed by the workflow as it is now, and refused by another', async () => {
    const histories = await HISTORIES.all();
    expect(histories.length).toBeGreaterThanOrEqual(4);
    for (const { json } of histories) await replay(json);
    const [first] = histories;
    const other: unknown = JSON.parse(
      JSON.stringify(first?.json).replace(
        '"activityType":{"name":"resendEmail"}',
        '"activityType":{"name":"sendEmail"}',
      ),
    );
    await expect(replay(other)).rejects.toThrow(/[Nn]ondeterminism/);
  });
});
