import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findTemporalTestServer, installByMaven } from './temporal-test-server';
import { temporaryFolder, writeProgram } from './test-support/temporary-folder';

const JAVA = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

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
    expect(program.endsWith('refill/temporal-test-server/1.38.0-2/temporal-test-server')).toBe(
      true,
    );
    expect(fs.readFileSync(path.join(folder, 'lib/pom-given.xml'), 'utf8')).toContain(
      '<artifactId>temporal-test-server</artifactId>\n      <version>1.38.0</version>',
    );
    const output = execFileSync(program, ['7233', '--enable-time-skipping'], {
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(output).toBe(
      `${JAVA} -Xshare:auto -cp ${folder}/lib/* io.temporal.testserver.TestServer 7233 --enable-time-skipping\n`,
    );
    expect(await findTemporalTestServer(env, silent, [])).toBe(program);
  });

  it('lets Java keep the classes that it loads, once', async () => {
    writeProgram(path.join(bin, 'mvn'), '/bin/mkdir lib');
    // As Java does: listens on the port, and writes the archive when it is asked to end.
    writeProgram(
      path.join(bin, 'java'),
      [
        'for argument in "$@"; do case "$argument" in [0-9]*) port="$argument";; esac; done',
        'echo "$@" >> "${0%/*}/runs"',
        `exec ${process.execPath} -e '`,
        'const archive = /ArchiveClassesAtExit=(.*)/.exec(process.env.JAVA_TOOL_OPTIONS)[1];',
        'process.on("SIGTERM", () => { require("fs").writeFileSync(archive, "classes"); process.exit(); });',
        'require("net").createServer().listen(Number(process.argv[1]), "127.0.0.1");',
        '\' "$port"',
      ].join('\n'),
    );
    const find = () => findTemporalTestServer(env, silent, [installByMaven(env)]);
    const program = await find();
    const archive = path.join(path.dirname(program), 'classes.jsa');
    expect(fs.readFileSync(archive, 'utf8')).toBe('classes');
    await find();
    expect(fs.readFileSync(path.join(bin, 'runs'), 'utf8').trim().split('\n')).toHaveLength(1);

    writeProgram(path.join(bin, 'java'), 'echo "$@"');
    const output = execFileSync(program, ['7233'], {
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(output).toMatch(`${JAVA} -XX:SharedArchiveFile=${archive} -cp `);
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
