import * as fs from 'node:fs';
import * as path from 'node:path';
import { CLASS_ARCHIVE, makeClassArchive } from './java-class-archive';
import { cachedProgram, type Progress, type WayToInstall } from './cached-program';
import { programOnPath } from './program-on-path';
import { runProgram } from './run-program';
import { downloadBySdk } from './sdk-download';
import { userCacheFolder } from './user-cache';

/** The time-skipping test server of Temporal's Java SDK. */
export const temporalTestServerVersion = '1.38.0';

const program = 'temporal-test-server';

const mavenTimeoutMs = 15 * 60_000;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>refill</groupId>
  <artifactId>temporal-test-server-fetch</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${temporalTestServerVersion}</version>
    </dependency>
  </dependencies>
</project>
`;

/** Java is to start quickly; how fast it gets after minutes does not matter for tests. */
const startQuickly = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/** The SDK passes the port and `--enable-time-skipping`; the main class reads both. */
const wrapper = `#!/bin/sh
folder="\${0%/*}"
share=-Xshare:auto
if [ -f "$folder/${CLASS_ARCHIVE}" ]; then share="-XX:SharedArchiveFile=$folder/${CLASS_ARCHIVE}"; fi
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" ${startQuickly} "$share" -cp "$folder/lib/*" io.temporal.testserver.TestServer "$@"
`;

/** What the wrapper is like; a new one goes into another folder. */
const wrapperVersion = 2;

function bySdk(): WayToInstall {
  return {
    name: `downloading the Temporal test server ${temporalTestServerVersion} by the SDK`,
    install: async (folder) => {
      const result = await downloadBySdk('time-skipping', `v${temporalTestServerVersion}`, folder);
      if (result.ok) fs.renameSync(result.file, path.join(folder, program));
      return result;
    },
  };
}

/** Gets the test server and its dependencies from Maven Central, behind a script that runs it by Java. */
export function installByMaven(env: NodeJS.ProcessEnv): WayToInstall {
  return {
    name: `getting the Temporal test server ${temporalTestServerVersion} from Maven Central`,
    install: async (folder, progress) => {
      const home = env['JAVA_HOME'];
      if ((home === undefined || home === '') && programOnPath('java', env) === undefined) {
        return { ok: false, reason: 'java is not on PATH' };
      }
      const mvn = programOnPath('mvn', env);
      if (mvn === undefined) return { ok: false, reason: 'mvn is not on PATH' };
      fs.writeFileSync(path.join(folder, 'pom.xml'), pom);
      const result = await runProgram(
        mvn,
        [
          '--batch-mode',
          '--quiet',
          'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
          '-DincludeScope=runtime',
          '-DoutputDirectory=lib',
        ],
        {
          cwd: folder,
          env,
          timeoutMs: mavenTimeoutMs,
          onTick: (seconds) => {
            progress(`getting the Temporal test server from Maven Central: ${String(seconds)} s`);
          },
        },
      );
      if (result.code !== 0) return { ok: false, reason: result.output };
      fs.writeFileSync(path.join(folder, program), wrapper, { mode: 0o755 });
      return { ok: true };
    },
  };
}

/**
 * Finds the time-skipping test server for tests; its cached copy, else the SDK's download, else Maven Central and Java.
 * @param ways how to fill the cache; only tests pass their own
 * @throws Error with the code `TEMPORAL_TEST_SERVER_NOT_FOUND` that says what was tried and what to do
 */
export async function findTemporalTestServer(
  env: NodeJS.ProcessEnv,
  progress: Progress,
  ways: readonly WayToInstall[] = [bySdk(), installByMaven(env)],
): Promise<string> {
  const version = `${temporalTestServerVersion}-${String(wrapperVersion)}`;
  const folder = path.join(userCacheFolder(env), program, version);
  const result = await cachedProgram(folder, program, ways, progress);
  if (result.ok) {
    // The SDK's own download is no Java program.
    if (fs.existsSync(path.join(folder, 'lib'))) await makeClassArchive(result.file, env, progress);
    return result.file;
  }
  throw new Error(
    [
      "TEMPORAL_TEST_SERVER_NOT_FOUND: Temporal's time-skipping test server could not be installed.",
      ...result.attempts.map((attempt) => `  ${attempt}`),
      'Install Java 11 or newer and Maven (java and mvn on PATH), or let this machine reach temporal.download.',
    ].join('\n'),
  );
}
