import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020';
import { type ComposeFile, composeFileOf, readYaml } from './compose-file';
import { databaseRoleProblems } from './database-role-problems';
import { dockerfileProblems } from './dockerfile-problems';
import { hardeningProblems } from './hardening-problems';
import { referenceProblems } from './reference-problems';
import { requiredVariables, secretProblems } from './secret-problems';
import { knownVariables, variableProblems } from './service-variables';

const root = path.resolve(__dirname, '../../..');
const file = path.join(root, 'docker-compose.yml');
const document = readYaml(file);

/** The real file, with one thing spoiled. */
function spoiled(spoil: (compose: ComposeFile) => void): ComposeFile {
  const copy = composeFileOf(document);
  spoil(copy);
  return copy;
}

function serviceOf(compose: ComposeFile, name: string): ComposeFile['services'][string] {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}

describe('docker-compose.yml', () => {
  const compose = composeFileOf(document);

  describe('by the schema of the Compose Specification', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    // Go's notation of durations, which the schema takes for known.
    ajv.addFormat('duration', /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/);
    const schema = JSON.parse(
      readFileSync(path.join(__dirname, '../fixtures/compose-spec.json'), 'utf8'),
    );
    const validate = ajv.compile(schema);

    it('is valid', () => {
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
    });

    it('would not be valid with a key that Compose does not know', () => {
      expect(validate({ services: { ingestion: { image: 'x', imagee: 'y' } } })).toBe(false);
    });
  });

  it('has all of the stack', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'codec',
      'history',
      'ingestion',
      'mailpit',
      'migrate',
      'postgres',
      'temporal',
      'temporal-namespace',
      'temporal-schema',
      'temporal-ui',
      'worker',
    ]);
  });

  describe('references', () => {
    it('all lead somewhere', () => {
      expect(referenceProblems(compose, root)).toEqual([]);
    });

    it.each<[string, (compose: ComposeFile) => void, string]>([
      [
        'a service that is not there',
        (c) => (serviceOf(c, 'history').depends_on['redis'] = { condition: 'service_started' }),
        'history depends on redis, which is not there',
      ],
      [
        'a healthcheck that is not there',
        (c) => delete serviceOf(c, 'postgres').healthcheck,
        'migrate waits until postgres is healthy, but that has no healthcheck',
      ],
      [
        'a job that never ends',
        (c) => (serviceOf(c, 'temporal-schema').restart = 'unless-stopped'),
        'temporal waits until temporal-schema has ended, but that is restarted for ever',
      ],
      [
        'a service of a profile',
        (c) => serviceOf(c, 'postgres').profiles.push('local'),
        'migrate depends on postgres, which is started with a profile only',
      ],
      [
        'a network of which the other is no part',
        (c) => (serviceOf(c, 'history').networks = ['edge']),
        'history depends on migrate, but they share no network',
      ],
      ['a network', (c) => delete c.networks['edge'], 'network edge is not declared'],
      ['a volume', (c) => (c.volumes['old-data'] = {}), 'volume old-data is never used'],
      [
        'a file',
        (c) => (c.configs['temporal-schema'] = { file: 'docker/gone.sh' }),
        'temporal-schema: there is no docker/gone.sh',
      ],
    ])('would be caught: %s', (_what, spoil, problem) => {
      expect(referenceProblems(spoiled(spoil), root)).toContain(problem);
    });
  });

  describe('images', () => {
    it('can be built from files that are there, and run as another user than root', () => {
      expect(dockerfileProblems(compose, root)).toEqual([]);
    });

    it.each<[string, { dockerfile?: string; target?: string }, string]>([
      ['a Dockerfile', { dockerfile: 'docker/Gone' }, 'worker: there is no docker/Gone'],
      ['a target', { target: 'gone' }, 'worker: docker/Dockerfile has no stage gone'],
      ['a target that runs as root', { target: 'build' }, 'worker: build runs as root'],
    ])('would be caught: %s', (_what, change, problem) => {
      const changed = spoiled((c) => {
        const worker = serviceOf(c, 'worker');
        worker.build = { context: '.', dockerfile: 'docker/Dockerfile', ...change };
      });
      expect(dockerfileProblems(changed, root)).toContain(problem);
    });
  });

  describe('variables', () => {
    it('are all read by the service that gets them', () => {
      expect(variableProblems(compose, root)).toEqual([]);
    });

    it('are known from the config of each service', () => {
      expect([...knownVariables('worker', root)]).toEqual(
        expect.arrayContaining(['SMTP_URL', 'EMAIL_FROM', 'WORKER_PORT']),
      );
      expect(knownVariables('history', root).has('SMTP_URL')).toBe(false);
    });

    it('would be caught when a service does not know one', () => {
      const changed = spoiled(
        (c) => (serviceOf(c, 'history').environment['SMTP_URL'] = 'smtp://x'),
      );
      expect(variableProblems(changed, root)).toEqual(['history does not know SMTP_URL']);
    });
  });

  describe('secrets', () => {
    it('are not in it, nor have they defaults', () => {
      expect(secretProblems(compose)).toEqual([]);
    });

    it.each<[string, string, string]>([
      ['INGESTION_TOKEN', 'secret', 'ingestion: INGESTION_TOKEN must be ${…:?message}'],
      ['INGESTION_TOKEN', '${TOKEN:-secret}', 'ingestion: INGESTION_TOKEN must be ${…:?message}'],
      [
        'DATABASE_URL',
        'postgres://refill:${PASSWORD:-secret}@postgres/refill',
        'ingestion: the password in DATABASE_URL must be ${…:?message}',
      ],
    ])('would be caught: %s=%s', (name, value, problem) => {
      const changed = spoiled((c) => (serviceOf(c, 'ingestion').environment[name] = value));
      expect(secretProblems(changed)).toEqual([problem]);
    });

    it('are asked for in .env.example, which gives none', () => {
      const example = readFileSync(path.join(root, '.env.example'), 'utf8');
      const lines = example.split('\n').filter((line) => /^[A-Z]/.test(line));
      const names = lines.map((line) => line.split('=')[0]);
      expect(names).toEqual(
        expect.arrayContaining([...requiredVariables(readFileSync(file, 'utf8'))]),
      );
      expect(lines.filter((line) => /^[A-Z_]*(PASSWORD|TOKEN)=./.test(line))).toEqual([]);
    });
  });

  describe('database roles', () => {
    it('are the least that each service needs', () => {
      expect(databaseRoleProblems(compose)).toEqual([]);
    });

    it.each<[string, (compose: ComposeFile) => void, string]>([
      [
        'a service as the owner',
        (c) => {
          const { environment } = serviceOf(c, 'worker');
          environment['DATABASE_URL'] = serviceOf(c, 'migrate').environment['DATABASE_URL'] ?? '';
        },
        'worker: it may change the schema, as refill_owner',
      ],
      [
        'a service as the superuser',
        (c) =>
          (serviceOf(c, 'history').environment['DATABASE_URL'] = 'postgres://postgres:${P:?}@p'),
        'history: it may change the schema, as postgres',
      ],
      [
        "the owner's password where nothing needs it",
        (c) => (serviceOf(c, 'history').environment['OWNER'] = '${REFILL_OWNER_DB_PASSWORD:?x}'),
        "history: it is given the owner's password",
      ],
      [
        'a service that migrates',
        (c) => delete serviceOf(c, 'ingestion').environment['DATABASE_MIGRATE'],
        'ingestion: DATABASE_MIGRATE is not off',
      ],
      [
        'a service that does not wait for the schema',
        (c) => delete serviceOf(c, 'worker').depends_on['migrate'],
        'worker: it does not wait until migrate is done',
      ],
      [
        'a migration without the right to',
        (c) => (serviceOf(c, 'migrate').environment['DATABASE_URL'] = 'postgres://refill:${P:?}@p'),
        'migrate: it may not change the schema, as refill',
      ],
    ])('would be caught: %s', (_what, spoil, problem) => {
      expect(databaseRoleProblems(spoiled(spoil))).toContain(problem);
    });
  });

  it('encrypts with the same keys everywhere, when there are any', () => {
    for (const name of ['ingestion', 'worker', 'codec']) {
      expect(serviceOf(compose, name).environment).toHaveProperty('TEMPORAL_ENCRYPTION_KEYS', null);
    }
    expect(serviceOf(compose, 'codec').profiles).toEqual(['encryption']);
  });

  describe('hardening', () => {
    it('is complete', () => {
      expect(hardeningProblems(compose)).toEqual([]);
    });

    it.each<[string, (compose: ComposeFile) => void, string]>([
      [
        'an image without a version',
        (c) => (serviceOf(c, 'mailpit').image = 'axllent/mailpit:latest'),
        'mailpit: its image has no version',
      ],
      [
        'a port for the whole world',
        (c) => (serviceOf(c, 'temporal-ui').ports = ['8233:8080']),
        'temporal-ui: it publishes 8233:8080 on every address',
      ],
      [
        'trust in the simulator',
        (c) => (serviceOf(c, 'ingestion').environment['SNS_ALLOW_SIMULATOR'] = 'true'),
        "ingestion: it could trust the simulator's certificate",
      ],
      [
        'a service that nobody asks how it is',
        (c) => delete serviceOf(c, 'history').healthcheck,
        'history: it has no healthcheck',
      ],
      [
        'files that can be changed',
        (c) => (serviceOf(c, 'worker').read_only = false),
        'worker: its files can be changed',
      ],
    ])('would be caught: %s', (_what, spoil, problem) => {
      expect(hardeningProblems(spoiled(spoil))).toContain(problem);
    });
  });
});
