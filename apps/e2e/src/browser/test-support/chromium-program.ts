import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { cachedProgram } from '@refill/local-stack/cached-program';
import { programOnPath } from '@refill/local-stack/program-on-path';
import { userCacheFolder } from '@refill/local-stack/user-cache';
import { z } from 'zod';

/** A Chromium to start, and what it needs in its environment. */
export interface ChromiumProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'] as const;

/** Unpacks into the temporary folder that it finds; the environment makes it bring libraries and fonts along. */
const UNPACK = `require(process.argv[1]).executablePath().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});`;

/**
 * Finds Chromium: `CHROMIUM_PATH`, else one on `PATH`, else the one in the npm package `@sparticuz/chromium`, which
 * is unpacked into the user's cache once.
 * @throws Error when there is none for this machine
 */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<ChromiumProgram> {
  const configured = env['CHROMIUM_PATH'];
  if (configured !== undefined && configured !== '') return { file: configured, env: {} };
  for (const name of NAMES) {
    const file = programOnPath(name, env);
    if (file !== undefined) return { file, env: {} };
  }
  return await unpackedChromium(env);
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` into the user's cache, unless it is there.
 * @throws Error when that does not run on this machine
 */
export async function unpackedChromium(env: NodeJS.ProcessEnv): Promise<ChromiumProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'no Chromium found: install it, or name it in CHROMIUM_PATH (npm has it for Linux on x64 only)',
    );
  }
  const folder = path.join(userCacheFolder(env), 'chromium', packageVersion());
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const found = await cachedProgram(
    folder,
    'chromium',
    [
      {
        name: 'unpacking the Chromium of @sparticuz/chromium',
        install: (unfinished) => unpack(unfinished, path.join(folder, 'fonts')),
      },
    ],
    () => undefined,
  );
  if (!found.ok) throw new Error(`no Chromium: ${found.attempts.join('; ')}`);
  return { file: found.file, env: await environmentOf(found.file) };
}

async function unpack(
  folder: string,
  fonts: string,
): Promise<{ ok: true } | { ok: false; reason: string }> {
  try {
    // A process of its own: the package unpacks into the temporary folder, whatever that is.
    await run(process.execPath, ['-e', UNPACK, require.resolve('@sparticuz/chromium')], {
      env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    // In place of the package's, which looks for its fonts in /tmp: without any, no text is drawn.
    fs.writeFileSync(path.join(folder, 'fonts', 'fonts.conf'), fontsConf(fonts));
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: String(error) };
  }
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir>${folder}</dir>
  <cachedir>${path.join(folder, 'cache')}</cachedir>
</fontconfig>
`;
}

/** What brings the libraries that a bare machine lacks, and fonts. */
async function environmentOf(file: string): Promise<Readonly<Record<string, string>>> {
  const folder = path.dirname(file);
  const { stdout } = await run('ldd', [file]);
  return {
    FONTCONFIG_FILE: path.join(folder, 'fonts', 'fonts.conf'),
    ...(stdout.includes('not found')
      ? { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') }
      : {}),
  };
}

function packageVersion(): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(
      JSON.parse(
        fs.readFileSync(
          path.join(path.dirname(require.resolve('@sparticuz/chromium')), '../../package.json'),
          'utf8',
        ),
      ),
    );
  return version;
}
