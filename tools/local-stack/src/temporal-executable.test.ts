import * as fs from 'node:fs';
import * as path from 'node:path';
import type { WayToInstall } from './cached-program';
import { findTemporal, installByGo } from './temporal-executable';
import { temporaryFolder, writeProgram } from './test-support/temporary-folder';

const silent = (): void => undefined;

function working(name: string, log: string[]): WayToInstall {
  return {
    name,
    install: (folder) => {
      log.push(name);
      writeProgram(path.join(folder, 'temporal'), 'exit 0');
      return Promise.resolve({ ok: true });
    },
  };
}

function failing(name: string, log: string[]): WayToInstall {
  return {
    name,
    install: (folder) => {
      log.push(name);
      fs.writeFileSync(path.join(folder, 'half'), 'done');
      return Promise.resolve({ ok: false, reason: 'no network' });
    },
  };
}

describe('findTemporal', () => {
  let cache: string;
  let bin: string;
  let env: NodeJS.ProcessEnv;
  let cached: string;

  beforeEach(() => {
    const folder = temporaryFolder();
    cache = path.join(folder, 'cache');
    bin = path.join(folder, 'bin');
    env = { PATH: `${bin}:/usr/bin:/bin`, XDG_CACHE_HOME: cache };
    cached = path.join(cache, 'refill/temporal/1.5.1/temporal');
  });

  it('takes TEMPORAL_ADDRESS before all', async () => {
    writeProgram(path.join(bin, 'temporal'), 'exit 0');
    expect(await findTemporal({ ...env, TEMPORAL_ADDRESS: 'temporal:7233' }, silent, [])).toEqual({
      kind: 'remote',
      address: 'temporal:7233',
    });
  });

  it('takes temporal on PATH before the cache', async () => {
    writeProgram(path.join(bin, 'temporal'), 'exit 0');
    writeProgram(cached, 'exit 0');
    expect(await findTemporal({ ...env, TEMPORAL_ADDRESS: '' }, silent, [])).toEqual({
      kind: 'executable',
      path: path.join(bin, 'temporal'),
      from: 'path',
    });
  });

  it('passes over a temporal on PATH that does not work', async () => {
    writeProgram(path.join(bin, 'temporal'), 'exit 1');
    writeProgram(cached, 'exit 0');
    expect(await findTemporal(env, silent, [])).toMatchObject({ path: cached });
  });

  it('takes the cached copy before installing', async () => {
    writeProgram(cached, 'exit 0');
    const log: string[] = [];
    expect(await findTemporal(env, silent, [working('download', log)])).toMatchObject({
      path: cached,
    });
    expect(log).toEqual([]);
  });

  it('installs by the first way that works, once, and leaves nothing half done', async () => {
    const log: string[] = [];
    const ways = [failing('download', log), working('go', log), working('never', log)];
    const lines: string[] = [];
    const found = await findTemporal(env, (line) => lines.push(line), ways);
    expect(found).toEqual({ kind: 'executable', path: cached, from: 'cache-or-install' });
    await findTemporal(env, silent, ways);
    expect(log).toEqual(['download', 'go']);
    expect(lines).toContain('download: no (no network)');
    expect(fs.readdirSync(path.join(cache, 'refill/temporal'))).toEqual(['1.5.1']);
    expect(fs.readdirSync(path.dirname(cached))).toEqual(['temporal']);
  });

  it('installs once when two ask at the same time', async () => {
    const log: string[] = [];
    await Promise.all([
      findTemporal(env, silent, [working('go', log)]),
      findTemporal(env, silent, [working('go', log)]),
    ]);
    expect(log).toEqual(['go']);
  });

  it('says what was tried and what to do when nothing works', async () => {
    await expect(findTemporal(env, silent, [failing('download', [])])).rejects.toThrow(
      /TEMPORAL_NOT_FOUND[^]*download: no network[^]*TEMPORAL_ADDRESS/,
    );
    expect(fs.existsSync(cached)).toBe(false);
  });

  it('builds with Go into the cache, leaving the rest of the environment to Go', async () => {
    writeProgram(
      path.join(bin, 'go'),
      'echo "$* $GOBIN ${GOPATH-unset}" > "$XDG_CACHE_HOME/call"; printf "#!/bin/sh\\n" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"',
    );
    const found = await findTemporal(env, silent, [installByGo(env)]);
    expect(found).toMatchObject({ path: cached });
    expect(fs.readFileSync(path.join(cache, 'call'), 'utf8')).toBe(
      `install github.com/temporalio/cli/cmd/temporal@v1.5.1 ${path.dirname(cached)}.unfinished unset\n`,
    );
  });

  it('says that there is no Go', async () => {
    const without = { ...env, PATH: bin };
    await expect(findTemporal(without, silent, [installByGo(without)])).rejects.toThrow(
      'go is not on PATH',
    );
  });
});
