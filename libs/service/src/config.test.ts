import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { z } from 'zod';
import {
  commaSeparated,
  ConfigError,
  durationMs,
  durationMsOrOff,
  logLevel,
  port,
  readConfig,
} from './config';

const schema = z.object({
  DATABASE_URL: z.string(),
  ORDER_SETTLE: durationMs.prefault('60s'),
  SNS_MAX_AGE: durationMsOrOff.prefault('75m'),
  HISTORY_PORT: port(8081),
  SNS_TOPIC_ARNS: commaSeparated.prefault(''),
  LOG_LEVEL: logLevel,
});

function failure(env: NodeJS.ProcessEnv): ConfigError {
  try {
    readConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was taken');
}

describe('readConfig', () => {
  it('fills in the defaults', () => {
    expect(readConfig(schema, { DATABASE_URL: 'postgres://db' })).toEqual({
      DATABASE_URL: 'postgres://db',
      ORDER_SETTLE: 60_000,
      SNS_MAX_AGE: 4_500_000,
      HISTORY_PORT: 8081,
      SNS_TOPIC_ARNS: [],
      LOG_LEVEL: 'info',
    });
  });

  it.each([
    ['500ms', 500],
    ['0s', 0],
    ['60s', 60_000],
    ['75m', 4_500_000],
    ['24h', 86_400_000],
    ['30d', 2_592_000_000],
    ['1.5h', 5_400_000],
  ])('reads the duration %s', (text, expected) => {
    expect(durationMs.parse(text)).toBe(expected);
    expect(durationMsOrOff.parse(text)).toBe(expected);
  });

  it.each(['', '24', 'h', '-1h', '1 day', '1y', 'off', '1e3s'])(
    'refuses the duration %j',
    (text) => {
      expect(durationMs.safeParse(text).success).toBe(false);
    },
  );

  it('reads off where a duration may be off', () => {
    expect(durationMsOrOff.parse('off')).toBeNull();
  });

  it.each(['http', '65536', '-1', '8080.5', '0x10', '999999'])('refuses the port %j', (text) => {
    expect(port(1).safeParse(text).success).toBe(false);
  });

  it('reads lists', () => {
    expect(commaSeparated.parse('a, b,,c ')).toEqual(['a', 'b', 'c']);
  });

  it('takes a variable set to nothing as not set', () => {
    expect(readConfig(schema, { DATABASE_URL: 'x', HISTORY_PORT: '' }).HISTORY_PORT).toBe(8081);
    expect(failure({ DATABASE_URL: '' }).problems).toEqual([
      'DATABASE_URL: is required, but not set',
    ]);
  });

  it('names every wrong variable and never a value', () => {
    const error = failure({ ORDER_SETTLE: 'secret-one', HISTORY_PORT: 'secret-two' });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain('DATABASE_URL: is required');
    expect(error.message).toContain('ORDER_SETTLE: expected a duration such as');
    expect(error.message).toContain('HISTORY_PORT: expected a port');
    expect(error.message).not.toContain('secret');
  });
});

describe('a variable from a file', () => {
  const url = 'postgres://refill:hunter2@db/refill';
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'refill-config-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  function file(text: string): string {
    const name = path.join(folder, 'secret');
    fs.writeFileSync(name, text);
    return name;
  }

  it('is the trimmed text of the file', () => {
    const env = { DATABASE_URL_FILE: file(`${url}\n`), ORDER_SETTLE_FILE: '' };
    expect(readConfig(schema, env)).toMatchObject({ DATABASE_URL: url, ORDER_SETTLE: 60_000 });
  });

  it('goes through the schema like any other', () => {
    const error = failure({ DATABASE_URL: 'x', ORDER_SETTLE_FILE: file('hunter2') });
    expect(error.problems).toEqual([
      'ORDER_SETTLE: expected a duration such as 500ms, 60s, 75m, 24h or 30d',
    ]);
  });

  it('must not be set both ways', () => {
    const error = failure({ DATABASE_URL: 'other', DATABASE_URL_FILE: file(url) });
    expect(error.problems).toEqual([
      'DATABASE_URL: is set together with DATABASE_URL_FILE; set one of them',
    ]);
  });

  it('is wrong when the file is missing, empty or none, and tells no path or content', () => {
    const missing = failure({ DATABASE_URL_FILE: path.join(folder, 'missing') });
    expect(missing.problems).toEqual(['DATABASE_URL_FILE: the file cannot be read (ENOENT)']);
    expect(failure({ DATABASE_URL_FILE: file(' \n') }).problems).toEqual([
      'DATABASE_URL_FILE: the file is empty',
    ]);
    expect(failure({ DATABASE_URL_FILE: folder }).problems).toEqual([
      'DATABASE_URL_FILE: expected the path of a file',
    ]);
    expect(failure({ DATABASE_URL_FILE: file('x'.repeat(1_048_577)) }).problems).toEqual([
      'DATABASE_URL_FILE: the file is too large',
    ]);
  });

  it('leaves files of variables that the program does not know alone', () => {
    const env = { DATABASE_URL: url, SSL_CERT_FILE: path.join(folder, 'missing') };
    expect(readConfig(schema, env).DATABASE_URL).toBe(url);
  });

  it('does not take a variable that is called so for the file of another', () => {
    const both = z.object({ REPORT: z.string().optional(), REPORT_FILE: z.string() });
    expect(readConfig(both, { REPORT_FILE: '/nowhere' })).toEqual({ REPORT_FILE: '/nowhere' });
  });

  it('works for a schema with rules across variables', () => {
    const refined = schema.refine((env) => env.DATABASE_URL !== 'no', { path: ['DATABASE_URL'] });
    expect(readConfig(refined, { DATABASE_URL_FILE: file(url) }).DATABASE_URL).toBe(url);
  });
});
