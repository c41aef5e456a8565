import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findTemporalTestServer, installByMaven } from './temporal-test-server';
import { temporaryFolder, writeProgram } from './test-support/temporary-folder';

const silent = (): void => undefined;

describe('findTemporalTestServer', () => {
  let bin: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    const folder = temporaryFolder();
    bin = path.join(folder, 'bin');
    fs.mkdirSync(bin);
    env = { PATH: bin, XDG_CACHE_HOME: path.join(folder, 'cache') };
  });

  it('gets the jars by Maven and runs them by Java', async () => {
    writeProgram(path.join(bin, 'mvn'), '/bin/mkdir lib && /bin/cp pom.xml lib/pom-given.xml');
    writeProgram(path.join(bin, 'java'), 'echo "$@"');
    const program = await findTemporalTestServer(env, silent, [installByMaven(env)]);
    const folder = path.dirname(program);
    expect(program.endsWith('refill/temporal-test-server/1.38.0/temporal-test-server')).toBe(true);
    expect(fs.readFileSync(path.join(folder, 'lib/pom-given.xml'), 'utf8')).toContain(
      '<artifactId>temporal-test-server</artifactId>\n      <version>1.38.0</version>',
    );
    const output = execFileSync(program, ['7233', '--enable-time-skipping'], {
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(output).toBe(
      `-cp ${folder}/lib/* io.temporal.testserver.TestServer 7233 --enable-time-skipping\n`,
    );
    expect(await findTemporalTestServer(env, silent, [])).toBe(program);
  });

  it.each([
    ['java', 'mvn'],
    ['mvn', 'java'],
  ])('says that %s is missing', async (missing, there) => {
    writeProgram(path.join(bin, there), 'exit 0');
    await expect(findTemporalTestServer(env, silent, [installByMaven(env)])).rejects.toThrow(
      new RegExp(`TEMPORAL_TEST_SERVER_NOT_FOUND[^]*${missing} is not on PATH[^]*Install Java`),
    );
  });

  it('passes on what Maven says', async () => {
    writeProgram(path.join(bin, 'java'), 'exit 0');
    writeProgram(path.join(bin, 'mvn'), 'echo "Could not resolve dependencies"; exit 1');
    await expect(findTemporalTestServer(env, silent, [installByMaven(env)])).rejects.toThrow(
      'Could not resolve dependencies',
    );
  });
});
