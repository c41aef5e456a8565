import { randomBytes } from 'node:crypto';
import { ConfigError } from '@refill/service/config';
import { readCodecConfig } from './codec-config';

const key = randomBytes(32).toString('base64');
const TEMPORAL_ENCRYPTION_KEYS = `k1:${key}`;

function problems(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readCodecConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe('readCodecConfig', () => {
  it('listens on this machine only, for nobody, unless told otherwise', () => {
    expect(readCodecConfig({ TEMPORAL_ENCRYPTION_KEYS })).toMatchObject({
      CODEC_PORT: 8083,
      CODEC_HOST: '127.0.0.1',
      CODEC_ALLOWED_ORIGINS: [],
      LOG_LEVEL: 'info',
    });
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost', 'codec.example.com'])(
    'refuses to listen on %s without a token, and says why',
    (CODEC_HOST) => {
      expect(problems({ TEMPORAL_ENCRYPTION_KEYS, CODEC_HOST })).toEqual([
        expect.stringMatching(/^CODEC_HOST: expected 127\.0\.0\.1 as long as CODEC_TOKEN is not/),
      ]);
      const CODEC_TOKEN = 'a-token-of-the-test,another-token';
      const config = readCodecConfig({ TEMPORAL_ENCRYPTION_KEYS, CODEC_HOST, CODEC_TOKEN });
      expect(config.CODEC_TOKEN).toEqual(['a-token-of-the-test', 'another-token']);
    },
  );

  it.each(['127.0.0.1', '::1'])('needs no token on %s', (CODEC_HOST) => {
    expect(readCodecConfig({ TEMPORAL_ENCRYPTION_KEYS, CODEC_HOST }).CODEC_TOKEN).toBeUndefined();
  });

  it.each([
    '*',
    'null',
    'temporal.example.com',
    'https://temporal.example.com/',
    'https://temporal.example.com/ui',
    'https://*.example.com',
    'https://user@temporal.example.com',
    'https://temporal.example.com:443',
    'ftp://temporal.example.com',
  ])('refuses the origin %s', (origin) => {
    const CODEC_ALLOWED_ORIGINS = `http://127.0.0.1:8233,${origin}`;
    expect(problems({ TEMPORAL_ENCRYPTION_KEYS, CODEC_ALLOWED_ORIGINS })).toEqual([
      expect.stringContaining('CODEC_ALLOWED_ORIGINS: expected origins'),
    ]);
  });

  it('names all that is wrong at once, and no value', () => {
    const wrong = problems({
      CODEC_PORT: 'secret',
      CODEC_TOKEN: 'short',
      TEMPORAL_ENCRYPTION_KEYS: `k1:${key}x`,
    });
    expect(wrong.map((line) => line.split(':', 1)[0]).sort()).toEqual([
      'CODEC_PORT',
      'CODEC_TOKEN',
      'TEMPORAL_ENCRYPTION_KEYS',
    ]);
    expect(wrong.join()).not.toMatch(/secret|short/);
    expect(wrong.join()).not.toContain(key);
    expect(problems({})).toEqual(['TEMPORAL_ENCRYPTION_KEYS: is required, but not set']);
  });
});
