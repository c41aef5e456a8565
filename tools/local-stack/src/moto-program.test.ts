import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findMoto } from './moto-program';
import { temporaryFolder, writeProgram } from './test-support/temporary-folder';

const silent = (): void => undefined;

describe('findMoto', () => {
  let folder: string;
  let bin: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    folder = temporaryFolder();
    bin = path.join(folder, 'bin');
    fs.mkdirSync(bin);
    env = { PATH: bin, XDG_CACHE_HOME: path.join(folder, 'cache') };
  });

  /** A `python3` that makes a virtual environment whose `python` does what is told. */
  const python = (version: string, inVenv: string): void => {
    fs.writeFileSync(path.join(folder, 'in-venv'), `#!/bin/sh\n${inVenv}\n`, { mode: 0o755 });
    writeProgram(
      path.join(bin, 'python3'),
      `if [ "$2" = venv ]; then
  /bin/mkdir -p venv/bin && /bin/cp ${folder}/in-venv venv/bin/python
else
  echo ${version}
fi`,
    );
  };

  it('installs it once, in a place that may be moved', async () => {
    python('3.12.1', `echo "$@" >> ${folder}/calls`);
    const moto = await findMoto(env, silent);
    const file = path.join(folder, 'cache/refill/moto/5.2.5-python3.12.1/moto_server');
    expect(moto).toEqual({ found: true, file });
    expect(await findMoto(env, silent)).toEqual(moto);
    execFileSync(file, ['-p', '1'], { env: { PATH: '/usr/bin:/bin' } });
    const calls = fs.readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n');
    expect(calls).toEqual([
      expect.stringMatching(/^-m pip install .*moto\[sns,sqs\]==5\.2\.5 /),
      '-I -m moto.server -p 1',
    ]);
  });

  it('does not find it without Python', async () => {
    expect(await findMoto(env, silent)).toEqual({
      found: false,
      reason: 'python3 is not on PATH',
    });
  });

  it('does not find it without venv', async () => {
    writeProgram(path.join(bin, 'python3'), 'echo "No module named ensurepip"; exit 1');
    expect(await findMoto(env, silent)).toEqual({
      found: false,
      reason: 'python3 has no venv with pip',
    });
  });

  it('does not find it for an older Python', async () => {
    python('3.9.18', 'exit 0');
    expect(await findMoto(env, silent)).toEqual({
      found: false,
      reason: 'python3 is 3.9.18, moto needs 3.10',
    });
  });

  it('does not find it without the registry, and leaves nothing behind', async () => {
    python('3.12.1', 'echo "ERROR: no matching version (from versions: none)"; exit 1');
    const moto = await findMoto(env, silent);
    expect(moto).toEqual({ found: false, reason: expect.stringContaining('cannot be reached') });
    expect(fs.readdirSync(path.join(folder, 'cache/refill/moto'))).toEqual([]);
  });

  it('fails when the registry answers and moto cannot be installed', async () => {
    python('3.12.1', 'echo "ERROR: Failed building wheel for cffi"; exit 1');
    await expect(findMoto(env, silent)).rejects.toThrow(
      /MOTO_INSTALL_FAILED[^]*Failed building wheel/,
    );
  });
});
