import { createMetrics } from '@refill/service/metrics';
import { withResendEmailMetrics } from './resend-email-metrics';

const input = { actionId: '0f8fad5b-d9cb-469f-a165-70867728950e' };

it('counts mails sent again, given up, and tried in vain', async () => {
  const registry = createMetrics('worker');
  const failure = new Error('down');
  const answers = [Promise.resolve('sent' as const), Promise.reject(failure)];
  const activities = withResendEmailMetrics(
    {
      resendEmail: () => answers.shift() ?? Promise.reject(new Error('not called')),
      giveUpResendingEmail: () => Promise.resolve('failed'),
    },
    registry,
  );
  expect(await activities.resendEmail(input)).toBe('sent');
  await expect(activities.resendEmail(input)).rejects.toBe(failure);
  expect(await activities.giveUpResendingEmail(input)).toBe('failed');
  const text = await registry.metrics();
  for (const outcome of ['sent', 'retry', 'failed']) {
    expect(text).toContain(`refill_emails_resent_total{outcome="${outcome}",service="worker"} 1`);
  }
});
