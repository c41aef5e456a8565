import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { createMetrics } from '@refill/service/metrics';
import type { EmailToDeliver } from './deliver-email';
import { withEmailMetrics } from './email-metrics';

const email: EmailToDeliver = {
  key: 'key',
  kind: 'order-placed',
  customerId: 'amzn1.account.METRICS',
  occurredAt: '2026-01-01T00:00:00.000Z',
  claim: () => Promise.reject(new Error('not called')),
  release: () => Promise.reject(new Error('not called')),
  settle: () => Promise.reject(new Error('not called')),
  render: () => Promise.reject(new Error('not called')),
};

describe('withEmailMetrics', () => {
  it.each([
    { outcome: 'sent', messageId: '<id@example.com>' },
    { outcome: 'skipped', reason: 'no-contact' },
    { outcome: 'failed', code: 'EMAIL_REFUSED_550' },
  ] as const satisfies readonly EmailOutcome[])(
    'counts a mail that was $outcome',
    async (ended) => {
      const registry = createMetrics('worker');
      const deliver = withEmailMetrics(() => Promise.resolve(ended), registry);
      expect(await deliver(email)).toBe(ended);
      const text = await registry.metrics();
      const labels = `outcome="${ended.outcome}",service="worker"`;
      expect(text).toContain(`refill_emails_total{kind="order-placed",${labels}} 1`);
      expect(text).toContain(
        `refill_email_duration_seconds_count{service="worker",outcome="${ended.outcome}"} 1`,
      );
      expect(text).not.toContain('METRICS');
    },
  );

  it('counts an attempt that failed for now, and lets its failure through', async () => {
    const registry = createMetrics('worker');
    const failure = new Error('down');
    const deliver = withEmailMetrics(() => Promise.reject(failure), registry);
    await expect(deliver(email)).rejects.toBe(failure);
    expect(await registry.metrics()).toContain(
      'refill_emails_total{kind="order-placed",outcome="retry",service="worker"} 1',
    );
  });
});
