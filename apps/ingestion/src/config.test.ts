import { ConfigError } from '@refill/service/config';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { readIngestionConfig } from './config';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:drs';
const minimal = {
  INGESTION_TOKEN: 'secret-token',
  DATABASE_URL: 'postgres://refill:secret@localhost:5432/refill',
  SNS_TOPIC_ARNS: TOPIC,
};

function messageOf(env: NodeJS.ProcessEnv): string {
  try {
    readIngestionConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('readIngestionConfig', () => {
  it('fills in the defaults of the design', () => {
    expect(readIngestionConfig(minimal)).toEqual({
      http: { host: '0.0.0.0', port: 8080, trustProxy: [] },
      tokens: ['secret-token'],
      maxConcurrency: 32,
      database: { url: minimal.DATABASE_URL, migrate: true },
      maxOpenUntrusted: 10_000,
      sns: {
        topicArns: [TOPIC],
        certificateDirectory: undefined,
        allowSimulator: false,
        maxAgeMs: 75 * 60_000,
        maxForgedPerMinute: 60,
      },
      sqs: null,
      awsEndpoint: null,
      windows: DEFAULT_ORDER_WINDOWS,
      deviceWindows: { nudgeAfterMs: 86_400_000 },
      emailLocalFirst: true,
      historyUrl: null,
      logLevel: 'info',
    });
  });

  it('knows where the pages of the history are, where it is told', () => {
    const HISTORY_URL = 'https://refill.example.com/history';
    expect(readIngestionConfig({ ...minimal, HISTORY_URL }).historyUrl).toBe(HISTORY_URL);
  });

  it.each([
    'localhost:8081',
    'ftp://localhost',
    'http://localhost:8081/?a=b',
    'http://localhost:8081/#a',
    'http://user:secret@localhost:8081',
  ])('refuses HISTORY_URL=%s without repeating it', (HISTORY_URL) => {
    const message = messageOf({ ...minimal, HISTORY_URL });
    expect(message).toContain('HISTORY_URL');
    expect(message).not.toContain('localhost:8081/');
    expect(message).not.toContain('secret@');
  });

  it('reads windows as durations', () => {
    const { windows, deviceWindows } = readIngestionConfig({
      ...minimal,
      DEVICE_NUDGE_AFTER: '3s',
      ORDER_CANCEL_WINDOW: '10s',
      ORDER_RESOLUTION_WINDOW: '20s',
      ORDER_SETTLE: '1s',
      ORDER_OVERDUE_GRACE: '2s',
      ORDER_EXPIRY: '1m',
    });
    expect(windows).toEqual({
      cancelWindowMs: 10_000,
      resolutionWindowMs: 20_000,
      settleMs: 1_000,
      overdueGraceMs: 2_000,
      expiryMs: 60_000,
    });
    expect(deviceWindows).toEqual({ nudgeAfterMs: 3_000 });
  });

  it.each(['0', '0s', 'off'])('switches the limit on age off by %s', (SNS_MAX_AGE) => {
    expect(readIngestionConfig({ ...minimal, SNS_MAX_AGE }).sns.maxAgeMs).toBeNull();
  });

  it('sets no limit on age on SQS, unless told', () => {
    const queue = { ...minimal, SQS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/drs' };
    expect(readIngestionConfig(queue).sqs).toEqual({
      queueUrl: queue.SQS_QUEUE_URL,
      maxAgeMs: null,
      visibilityTimeoutMs: 60_000,
      maxReceives: 100,
    });
    expect(readIngestionConfig({ ...queue, SNS_MAX_AGE_SQS: '14d' }).sqs?.maxAgeMs).toBe(
      14 * 86_400_000,
    );
  });

  it('takes several topics, and none when there is a queue', () => {
    const two = readIngestionConfig({ ...minimal, SNS_TOPIC_ARNS: `${TOPIC}, ${TOPIC}-2` });
    expect(two.sns.topicArns).toEqual([TOPIC, `${TOPIC}-2`]);
    const { SNS_TOPIC_ARNS: _none, ...rest } = minimal;
    const queueOnly = { ...rest, SQS_QUEUE_URL: 'http://localhost:4566/q' };
    expect(readIngestionConfig(queueOnly).sns.topicArns).toEqual([]);
    expect(messageOf(rest)).toContain('SNS_TOPIC_ARNS');
  });

  it('names every wrong variable, without its value', () => {
    const message = messageOf({
      DATABASE_URL: 'mysql://user:secret@host/db',
      SNS_TOPIC_ARNS: 'not-an-arn',
      INGESTION_MAX_CONCURRENCY: 'many',
      ORDER_SETTLE: 'soon',
    });
    for (const name of [
      'INGESTION_TOKEN',
      'DATABASE_URL',
      'SNS_TOPIC_ARNS',
      'INGESTION_MAX_CONCURRENCY',
      'ORDER_SETTLE',
    ]) {
      expect(message).toContain(name);
    }
    expect(message).not.toMatch(/secret|not-an-arn|many|soon/);
  });

  it("refuses the simulator's certificate in production", () => {
    const production = { ...minimal, NODE_ENV: 'production', SNS_ALLOW_SIMULATOR: 'true' };
    expect(messageOf(production)).toMatch(/SNS_ALLOW_SIMULATOR: .*production/);
    expect(readIngestionConfig({ ...production, NODE_ENV: 'test' }).sns.allowSimulator).toBe(true);
    expect(
      readIngestionConfig({ ...production, SNS_ALLOW_SIMULATOR: 'false' }).sns.allowSimulator,
    ).toBe(false);
  });

  it('takes several tokens, for rotation', () => {
    const { tokens } = readIngestionConfig({ ...minimal, INGESTION_TOKEN: 'new-token, old-token' });
    expect(tokens).toEqual(['new-token', 'old-token']);
    expect(messageOf({ ...minimal, INGESTION_TOKEN: 'short' })).toContain('INGESTION_TOKEN');
  });

  it('reads the proxies to trust', () => {
    const proxiesOf = (INGESTION_TRUST_PROXY: string): readonly string[] =>
      readIngestionConfig({ ...minimal, INGESTION_TRUST_PROXY }).http.trustProxy;
    expect(proxiesOf('off')).toEqual([]);
    const several = ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1', 'loopback'];
    expect(proxiesOf(several.join(', '))).toEqual(several);
    for (const wrong of ['10.0.0.0/33', 'proxy.example.org', '10.0.0/8', '10.0.0.0/8/8', 'true']) {
      const message = messageOf({ ...minimal, INGESTION_TRUST_PROXY: wrong });
      expect(message).toContain('INGESTION_TRUST_PROXY');
    }
  });

  it('does not migrate when told so', () => {
    const off = readIngestionConfig({ ...minimal, DATABASE_MIGRATE: 'off' });
    expect(off.database.migrate).toBe(false);
    expect(messageOf({ ...minimal, DATABASE_MIGRATE: 'no' })).toContain('DATABASE_MIGRATE');
  });
});
