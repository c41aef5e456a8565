import { isReady, ReadinessDetail, runReadinessChecks } from './readiness';

describe('runReadinessChecks', () => {
  it('is ready when every check passes', async () => {
    const report = await runReadinessChecks({ postgres: () => Promise.resolve('yes') });
    expect(report).toEqual({ checks: { postgres: { ok: true, detail: null } } });
    expect(isReady(report)).toBe(true);
  });

  it('names what failed without the message, which may hold an address', async () => {
    const refused = Object.assign(new Error('connect refused 10.0.0.1'), { code: 'ECONNREFUSED' });
    const report = await runReadinessChecks({
      postgres: () => Promise.reject(refused),
      temporal: () => Promise.resolve(),
    });
    expect(isReady(report)).toBe(false);
    expect(report.checks['postgres']).toEqual({
      ok: false,
      detail: 'refuses connections (ECONNREFUSED)',
    });
    expect(report.checks['temporal']?.ok).toBe(true);
  });

  it('gives up on a check that does not answer', async () => {
    const report = await runReadinessChecks({ temporal: () => new Promise(() => undefined) }, 5);
    expect(report.checks['temporal']).toEqual({ ok: false, detail: 'no answer within 5 ms' });
  });

  it('takes a check that throws at once as failed', async () => {
    const report = await runReadinessChecks({
      postgres: () => {
        throw new TypeError('no');
      },
    });
    expect(report.checks['postgres']).toEqual({
      ok: false,
      detail: 'failed (TypeError)',
    });
  });

  it('tells what a check has to say, whether it passed or not', async () => {
    const report = await runReadinessChecks({
      backlog: () => Promise.resolve(new ReadinessDetail('3 messages wait for Temporal')),
      schema: () => Promise.reject(new ReadinessDetail('waits for the migration')),
      long: () => Promise.reject(new ReadinessDetail('x'.repeat(300))),
    });
    expect(report.checks['backlog']).toEqual({ ok: true, detail: '3 messages wait for Temporal' });
    expect(report.checks['schema']).toEqual({ ok: false, detail: 'waits for the migration' });
    expect(report.checks['long']?.detail).toHaveLength(200);
  });
});
