import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { figuresFile } from './figures-file';

describe('the file of all figures', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'refill-figures-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is written into folders that were not there', () => {
    const name = path.join(folder, 'of', 'today', 'bench.json');
    const file = figuresFile(name);
    expect(existsSync(name)).toBe(false);
    file.write({ orders: 3 });
    expect(JSON.parse(readFileSync(name, 'utf8'))).toEqual({ orders: 3 });
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
