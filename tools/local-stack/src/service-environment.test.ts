import { readLocalSettings } from './local-settings';
import { serviceEnvironment, simulatorTopicArn } from './service-environment';

const tokens = { INGESTION_TOKEN: 'i', HISTORY_READ_TOKEN: 'r', HISTORY_WRITE_TOKEN: 'w' };

function environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return serviceEnvironment(env, readLocalSettings(env, '/repo'), tokens, 'postgres://local');
}

describe('serviceEnvironment', () => {
  it('fills in local values', () => {
    expect(environment({ PATH: '/bin' })).toEqual({
      PATH: '/bin',
      REFILL_HOME: '/repo/.refill',
      DATABASE_URL: 'postgres://local',
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
      TEMPORAL_CONFIG_FILE: '/repo/.refill/temporal-client.toml',
      TEMPORAL_NAMESPACE: 'default',
      SMTP_URL: 'smtp://127.0.0.1:1025',
      EMAIL_FROM: 'Refill <refill@localhost.localdomain>',
      ...tokens,
      SNS_TOPIC_ARNS: simulatorTopicArn,
      SNS_CERTIFICATE_DIR: '/repo/.refill/sns-certificates',
      SNS_ALLOW_SIMULATOR: 'true',
      INGESTION_HOST: '127.0.0.1',
      HISTORY_HOST: '127.0.0.1',
      WORKER_HOST: '127.0.0.1',
      INGESTION_PORT: '8080',
      HISTORY_PORT: '8081',
      HISTORY_URL: 'http://127.0.0.1:8081',
      WORKER_PORT: '8082',
    });
  });

  it('passes on what is set, and takes what is set to nothing as not set', () => {
    const passed = {
      ORDER_SETTLE: '1s',
      EMAIL_FROM: 'shop@example.com',
      INGESTION_TOKEN: 'mine',
      SMTP_URL: 'smtp://mail',
    };
    expect(environment({ ...passed, DATABASE_URL: '' })).toMatchObject({
      ...passed,
      DATABASE_URL: 'postgres://local',
    });
  });

  it('lets other machines in where a variable says so', () => {
    expect(environment({ INGESTION_HOST: '0.0.0.0' })).toMatchObject({
      INGESTION_HOST: '0.0.0.0',
      HISTORY_HOST: '127.0.0.1',
    });
  });

  it('lets the Temporal UI ask the codec server when payloads are encrypted', () => {
    const TEMPORAL_ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
    expect(environment({ TEMPORAL_ENCRYPTION_KEYS, TEMPORAL_UI_PORT: '9233' })).toMatchObject({
      TEMPORAL_ENCRYPTION_KEYS,
      CODEC_HOST: '127.0.0.1',
      CODEC_PORT: '8083',
      CODEC_ALLOWED_ORIGINS: 'http://127.0.0.1:9233,http://localhost:9233',
    });
    const CODEC_ALLOWED_ORIGINS = 'https://temporal.example.com';
    expect(environment({ TEMPORAL_ENCRYPTION_KEYS, CODEC_ALLOWED_ORIGINS })).toMatchObject({
      CODEC_ALLOWED_ORIGINS,
    });
  });

  it.each(['SNS_TOPIC_ARNS', 'SNS_CERTIFICATE_DIR'])(
    'trusts no simulator when %s is set',
    (variable) => {
      const result = environment({ [variable]: 'mine' });
      expect(result[variable]).toBe('mine');
      expect(result).not.toHaveProperty('SNS_ALLOW_SIMULATOR');
      expect(Object.values(result)).not.toContain(simulatorTopicArn);
      expect(Object.values(result)).not.toContain('/repo/.refill/sns-certificates');
    },
  );

  it('leaves to its file what is given by one', () => {
    const files = { INGESTION_TOKEN_FILE: '/run/token', SNS_TOPIC_ARNS_FILE: '/run/topics' };
    const result = environment(files);
    expect(result).toMatchObject({ ...files, HISTORY_READ_TOKEN: 'r' });
    expect(result).not.toHaveProperty('INGESTION_TOKEN');
    expect(result).not.toHaveProperty('SNS_ALLOW_SIMULATOR');
  });

  it('keeps the credentials of another Temporal away from the local one', () => {
    const remote = { TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'true', TEMPORAL_PROFILE: 'cloud' };
    const local = environment(remote);
    for (const variable of Object.keys(remote)) expect(local).not.toHaveProperty(variable);
    const away = environment({ ...remote, TEMPORAL_ADDRESS: 'cloud:7233' });
    expect(away).toMatchObject({ ...remote, TEMPORAL_ADDRESS: 'cloud:7233' });
    expect(away).not.toHaveProperty('TEMPORAL_CONFIG_FILE');
    expect(away).not.toHaveProperty('TEMPORAL_UI_URL');
  });
});
