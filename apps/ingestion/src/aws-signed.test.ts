import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';
import { quarantinedIn } from './test-support/stored-rows';

const folder = join(dirname(require.resolve('@refill/sns/package.json')), 'fixtures/aws-signed');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const genuine = files.filter((file) => file !== 'forged.json');

let ingestion: TestIngestion;
beforeAll(async () => {
  ingestion = await startTestIngestion({
    SNS_TOPIC_ARNS: 'arn:aws:sns:us-east-2:989023162453:sampletopic',
    SNS_CERTIFICATE_DIR: folder,
    SNS_MAX_AGE: '0',
  });
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);

describe('what AWS itself signed', () => {
  it('is six messages and a forged one', () => {
    expect(genuine).toHaveLength(6);
    expect(files).toContain('forged.json');
  });

  it.each(genuine)('%s is taken', async (file) => {
    expect(await ingestion.deliver(readFileSync(join(folder, file)))).toMatchObject({
      status: 200,
      body: { outcome: 'taken' },
    });
  });

  it('forged.json is refused', async () => {
    expect(await ingestion.deliver(readFileSync(join(folder, 'forged.json')))).toMatchObject({
      status: 403,
      body: { code: 'SNS_BAD_SIGNATURE' },
    });
  });

  it('leads to the order', async () => {
    const signals = await ingestion.temporal.signalsOf('amzn1.dash.v2.o.fakeorder');
    expect(signals.map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining(['OrderCancelled', 'OrderPlaced']),
    );
    expect(await quarantinedIn(ingestion.database)).toEqual([]);
  });
});
