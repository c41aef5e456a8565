import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { figuresFile, STANDARD_FIGURES_FILE } from './figures-file';

describe('the file of all figures', () => {
  const startedIn = process.cwd();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'refill-figures-'));
  });
  afterEach(() => {
    process.chdir(startedIn);
    rmSync(folder, { recursive: true });
  });

  it('has its folder made when nobody named a file', () => {
    process.chdir(folder);
    const file = figuresFile(STANDARD_FIGURES_FILE);
    expect(existsSync(STANDARD_FIGURES_FILE)).toBe(false);
    file.write({ orders: 3 });
    expect(JSON.parse(readFileSync(STANDARD_FIGURES_FILE, 'utf8'))).toEqual({ orders: 3 });
  });

  it('is refused at once where there is no such folder', () => {
    const missing = path.join(folder, 'tody');
    const name = path.join(missing, 'bench.json');
    expect(() => figuresFile(name)).toThrow(
      `--json: ${name} can't be written: there is no folder ${missing}; name another file`,
    );
    expect(existsSync(missing)).toBe(false);
  });

  it('keeps the last figures until there are new ones', () => {
    const name = path.join(folder, 'bench.json');
    writeFileSync(name, '{"orders":"a longer text than what comes"}');
    const file = figuresFile(name);
    expect(readFileSync(name, 'utf8')).toContain('longer');
    file.write({ orders: 4 });
    expect(JSON.parse(readFileSync(name, 'utf8'))).toEqual({ orders: 4 });
  });

  it('tells at once when it cannot be written', () => {
    writeFileSync(path.join(folder, 'file'), '');
    for (const name of [folder, path.join(folder, 'file', 'bench.json')]) {
      expect(() => figuresFile(name)).toThrow(
        `--json: ${name} can't be written; name another file`,
      );
    }
  });
});
