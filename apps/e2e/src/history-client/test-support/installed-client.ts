import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = path.resolve(__dirname, '../../../../..');
const PACKAGE = path.join(ROOT, 'libs/history-client');
const TSC = require.resolve('typescript/bin/tsc');

/** A project of somebody else's, in a folder of its own, who installed the client as npm packs it. */
export interface InstalledClient {
  /** The files that were published. */
  readonly published: readonly string[];
  /** Writes a file of the project. */
  write(name: string, content: string): Promise<void>;
  /**
   * Checks and compiles a file of the project.
   * @throws with what the compiler said
   */
  compile(name: string, options?: readonly string[]): Promise<void>;
  /** Runs a file of the project with Node and gives what it printed. */
  run(name: string, env?: Readonly<Record<string, string>>): Promise<string>;
  remove(): Promise<void>;
}

/** Builds the client from its sources, packs it as `npm publish` would, and installs that without the network. */
export async function installClient(): Promise<InstalledClient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'refill-client-'));
  const source = path.join(folder, 'source');
  const project = path.join(folder, 'project');
  await cp(PACKAGE, source, {
    recursive: true,
    filter: (from) => !/[\\/](dist|node_modules)$/.test(from),
  });
  await writeJson(path.join(source, 'tsconfig.lib.json'), {
    extends: path.join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      rootDir: 'src',
      outDir: 'dist',
      tsBuildInfoFile: 'dist/.tsbuildinfo',
      typeRoots: [path.join(ROOT, 'node_modules/@types')],
    },
    include: ['src'],
    exclude: ['src/**/*.test.ts', 'src/test-support/**'],
  });
  await compile(source, ['-p', 'tsconfig.lib.json']);
  // As the user's npm, not as the one that runs these tests: its settings are in the environment.
  await npm(source, ['pack', '--pack-destination', folder]);
  const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await mkdir(project);
  await writeJson(path.join(project, 'package.json'), { private: true });
  await npm(project, ['install', '--offline', '--no-audit', '--no-fund', path.join('..', archive)]);
  const installed = path.join(project, 'node_modules/@refill/history-client');
  const published = (await readdir(installed, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(installed, path.join(entry.parentPath, entry.name)));
  return {
    published,
    write: (name, content) => writeFile(path.join(project, name), content),
    compile: (name, options = []) =>
      compile(project, [
        ...['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
        ...['--target', 'es2022', '--lib', 'es2023', '--module', 'nodenext'],
        ...['--types', 'node', '--typeRoots', path.join(ROOT, 'node_modules/@types')],
        ...options,
        name,
      ]),
    run: async (name, env = {}) => {
      const { stdout } = await run(process.execPath, [name], {
        cwd: project,
        env: { ...process.env, NODE_OPTIONS: '', ...env },
      });
      return stdout;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function compile(cwd: string, args: readonly string[]): Promise<void> {
  try {
    await run(process.execPath, [TSC, ...args], { cwd });
  } catch (error) {
    throw new Error(error instanceof Error && 'stdout' in error ? String(error.stdout) : 'tsc');
  }
}

async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(?!cache)/i.test(name)),
  );
  env['npm_config_update_notifier'] = 'false';
  await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args], { cwd, env });
}

async function writeJson(file: string, content: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(content));
}
