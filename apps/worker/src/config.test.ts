import { ConfigError } from '@refill/service/config';
import { readWorkerConfig } from './config';

const set = {
  DATABASE_URL: 'postgres://refill@db/refill',
  SMTP_URL: 'smtp://mail:587',
  EMAIL_FROM: 'Printers <printers@example.com>',
};

function problems(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readWorkerConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe('readWorkerConfig', () => {
  it('fills in the defaults', () => {
    expect(readWorkerConfig(set)).toMatchObject({
      DATABASE_MIGRATE: 'auto',
      WORKER_HOST: '0.0.0.0',
      WORKER_PORT: 8082,
      EMAIL_MAX_AGE: 604_800_000,
      WORKER_MAX_CACHED_WORKFLOWS: 2_000,
    });
    expect(readWorkerConfig(set).EMAIL_KINDS).toContain('order-placed');
    expect(readWorkerConfig(set).EMAIL_KINDS).toContain('device-welcome');
  });

  it('names all that is wrong at once, and no value', () => {
    const wrong = problems({
      DATABASE_URL: 'mysql://secret',
      DATABASE_MIGRATE: 'secret',
      SMTP_URL: 'https://secret',
      EMAIL_FROM: 'secret',
      EMAIL_KINDS: 'order-placed,secret',
      EMAIL_MAX_AGE: 'secret',
      WORKER_PORT: 'secret',
      WORKER_MAX_CACHED_WORKFLOWS: 'secret',
      TEMPORAL_ENCRYPTION_KEYS: 'secret',
      LOG_LEVEL: 'secret',
    });
    expect(wrong.map((line) => line.split(':', 1)[0]).sort()).toEqual([
      'DATABASE_MIGRATE',
      'DATABASE_URL',
      'EMAIL_FROM',
      'EMAIL_KINDS',
      'EMAIL_MAX_AGE',
      'LOG_LEVEL',
      'SMTP_URL',
      'TEMPORAL_ENCRYPTION_KEYS',
      'WORKER_MAX_CACHED_WORKFLOWS',
      'WORKER_PORT',
    ]);
    expect(wrong.join()).not.toContain('secret');
    expect(problems({})).toHaveLength(3);
  });

  it.each(['nobody', 'a@example.com, b@example.com', 'Printers <>', '@example.com'])(
    'refuses %j as the sender, in one line',
    (EMAIL_FROM) => {
      expect(problems({ ...set, EMAIL_FROM })).toEqual([
        expect.stringMatching(/^EMAIL_FROM: expected one mail address/),
      ]);
    },
  );
});
