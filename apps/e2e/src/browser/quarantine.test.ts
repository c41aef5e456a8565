import { claimReplayItems, settleReplayItem } from '@refill/order-history/quarantine-replays';
import { BELIEVABLE, UNKNOWN_TYPE_COUNT } from './test-support/believable-history';
import { type PageRig, startPageRig } from './test-support/page-rig';

let rig: PageRig;
afterEach(() => rig.endTest());

/** Does what ingestion does with messages that are to be replayed. */
async function replayAsIngestion(outcome: 'taken' | 'quarantined'): Promise<number> {
  const { db } = rig.history.database;
  const items = await claimReplayItems(db, 1_000, 60_000);
  for (const item of items) {
    await settleReplayItem(db, {
      ...item,
      outcome,
      code: outcome === 'taken' ? null : 'DRS_UNKNOWN_TYPE',
    });
  }
  return items.length;
}

describe.each([true, false])('with scripts: %s', (javaScript) => {
  beforeAll(async () => {
    rig = await startPageRig();
  });
  afterAll(() => rig.stop());

  it('shows what a message says as text only, and replays it', async () => {
    const page = await rig.open('write', { javaScript });
    await page.goto('/quarantine');
    await page.getByRole('link', { name: 'SNS_SIGNATURE_INVALID' }).click();
    await page.getByRole('link', { name: '6f1c0a3e-untrusted' }).click();
    expect(await page.locator('pre').first().textContent()).toContain('<script>');
    expect(await page.title()).not.toBe('taken over');
    await page.getByLabel('Your name').first().fill('on call');
    await page.getByRole('button', { name: 'Replay' }).click();
    expect(await page.getByText('Replay asked for').count()).toBeGreaterThan(0);
    expect(await page.getByText(/by on call/).count()).toBe(1);
    expect(await replayAsIngestion('quarantined')).toBe(1);
    await page.reload();
    expect(await page.getByText('Replayed: quarantined (DRS_UNKNOWN_TYPE)').count()).toBe(1);
  });

  it('keeps the times of its filter in the URL', async () => {
    const page = await rig.open('read', { javaScript });
    await page.goto('/quarantine');
    const all = await page.locator('tbody tr').count();
    await page.getByLabel('Received from').fill('2020-01-01T08:30');
    await page.getByLabel('open', { exact: true }).check();
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(new URL(page.url()).searchParams.get('receivedFrom')).toBe('2020-01-01T08:30');
    expect(await page.getByLabel('Received from').inputValue()).toBe('2020-01-01T08:30');
    expect(await page.locator('tbody tr').count()).toBe(all);
    await page.getByLabel('Received before').fill('2020-01-01T08:31');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(await page.getByText('No message fits.').isVisible()).toBe(true);
    expect(await page.getByLabel('open', { exact: true }).isChecked()).toBe(true);
  });

  it('drops a message with a note', async () => {
    const page = await rig.open('write', { javaScript });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto('/quarantine?reasonCode=DRS_FIELD_INVALID');
    await page.getByRole('link', { name: '6f1c0a3e-field-0' }).click();
    await page.getByLabel('Why').fill('a test of Amazon’s');
    await page.getByRole('button', { name: 'Drop' }).click();
    expect(await page.getByText('a test of Amazon’s').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Drop' }).count()).toBe(0);
    await page.goto('/quarantine?state=dropped');
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  it('replays all of a reason after a preview', async () => {
    const page = await rig.open('write', { javaScript });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto('/quarantine');
    const reason = page.getByRole('listitem').filter({ hasText: BELIEVABLE.reasonCode });
    expect(await reason.textContent()).toContain(String(UNKNOWN_TYPE_COUNT));
    await reason.getByRole('link', { name: /Replay all/ }).click();
    expect(await page.locator('main').textContent()).toContain(
      `${String(UNKNOWN_TYPE_COUNT)} messages`,
    );
    await page.getByRole('button', { name: /^Replay/ }).click();
    expect(await page.locator('main').textContent()).toContain(
      `0 of ${String(UNKNOWN_TYPE_COUNT)}`,
    );
    expect(await replayAsIngestion('taken')).toBe(UNKNOWN_TYPE_COUNT);
    await page.reload();
    expect(await page.locator('main').textContent()).toContain(
      `${String(UNKNOWN_TYPE_COUNT)} of ${String(UNKNOWN_TYPE_COUNT)}`,
    );
    await page.goto('/quarantine');
    expect(
      await page.getByRole('listitem').filter({ hasText: BELIEVABLE.reasonCode }).count(),
    ).toBe(0);
  });
});

describe('the pages', () => {
  beforeAll(async () => {
    rig = await startPageRig();
  });
  afterAll(() => rig.stop());

  it('asks before a message is given up, where scripts run', async () => {
    const page = await rig.open('write');
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto('/quarantine');
    await page.getByRole('link', { name: '6f1c0a3e-untrusted' }).click();
    await page.getByLabel('Why').fill('by mistake');
    await page.getByRole('button', { name: 'Drop' }).click();
    expect(questions).toEqual(['Give this message up?']);
    await page.reload();
    expect(await page.getByRole('button', { name: 'Drop' }).count()).toBe(1);
  });

  it('lets somebody with the read token see the list, and nothing that may be personal', async () => {
    const page = await rig.open('read');
    await page.goto('/quarantine');
    expect(await page.locator('tbody tr').count()).toBe(50);
    expect(await page.getByRole('link', { name: '6f1c0a3e-untrusted' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /Replay all/ }).count()).toBe(0);
    const { items } = await rig.history
      .request('/v1/quarantine')
      .then(({ body }) => body as { items: readonly { id: string }[] });
    const answer = await page.goto(`/quarantine/${items[0]?.id ?? ''}`);
    expect(answer?.status()).toBe(403);
    expect(await page.locator('body').textContent()).not.toContain('taken over');
  });

  it('is accessible and fits, in light and dark, on a screen and on a phone', async () => {
    const { body } = await rig.history.request('/v1/quarantine');
    const { items } = body as { items: readonly { id: string }[] };
    expect(await rig.inspect('/quarantine', 'quarantine')).toEqual([]);
    expect(await rig.inspect(`/quarantine/${items[0]?.id ?? ''}`, 'quarantined')).toEqual([]);
    expect(
      await rig.inspect(
        `/quarantine/replays/new?reasonCode=${BELIEVABLE.reasonCode}`,
        'replay-preview',
      ),
    ).toEqual([]);
  });
});
