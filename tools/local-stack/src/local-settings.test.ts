import { neededPorts, readLocalSettings } from './local-settings';

describe('readLocalSettings', () => {
  it('runs everything here by default', () => {
    const settings = readLocalSettings({}, '/repo');
    expect(settings).toEqual({
      home: '/repo/.refill',
      ports: {
        INGESTION_PORT: 8080,
        HISTORY_PORT: 8081,
        WORKER_PORT: 8082,
        CODEC_PORT: 8083,
        POSTGRES_PORT: 15_432,
        TEMPORAL_PORT: 7233,
        TEMPORAL_UI_PORT: 8233,
        SMTP_PORT: 1025,
        MAILBOX_PORT: 8025,
      },
      namespace: 'default',
      encryption: false,
      local: { postgres: true, temporal: true, mailbox: true },
    });
    expect(neededPorts(settings)).toHaveLength(8);
  });

  it('leaves out what the environment names an address of', () => {
    const settings = readLocalSettings(
      {
        DATABASE_URL: 'postgres://db',
        TEMPORAL_ADDRESS: 'temporal:7233',
        SMTP_URL: 'smtp://mail',
        REFILL_HOME: '/data',
        HISTORY_PORT: '9081',
      },
      '/repo',
    );
    expect(settings.local).toEqual({ postgres: false, temporal: false, mailbox: false });
    expect(neededPorts(settings)).toEqual(['INGESTION_PORT', 'HISTORY_PORT', 'WORKER_PORT']);
    expect(settings.home).toBe('/data');
    expect(settings.ports.HISTORY_PORT).toBe(9081);
  });

  it('needs a port for the codec server only when payloads are encrypted', () => {
    const TEMPORAL_ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
    const settings = readLocalSettings({ TEMPORAL_ENCRYPTION_KEYS, CODEC_PORT: '9083' }, '/repo');
    expect(settings.encryption).toBe(true);
    expect(settings.ports.CODEC_PORT).toBe(9083);
    expect(neededPorts(settings)).toContain('CODEC_PORT');
    expect(() => readLocalSettings({ TEMPORAL_ENCRYPTION_KEYS: 'secret' }, '/repo')).toThrow(
      /^CONFIG_INVALID[^]*TEMPORAL_ENCRYPTION_KEYS: expected keyId:key/,
    );
  });

  it('names a wrong variable', () => {
    expect(() => readLocalSettings({ SMTP_PORT: 'mail' }, '/repo')).toThrow(
      /CONFIG_INVALID[^]*SMTP_PORT/,
    );
  });
});
