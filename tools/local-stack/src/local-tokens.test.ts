import * as fs from 'node:fs';
import * as path from 'node:path';
import { localTokens } from './local-tokens';
import { temporaryFolder } from './test-support/temporary-folder';

describe('localTokens', () => {
  it('makes random tokens once, readable by the owner only', () => {
    const home = path.join(temporaryFolder(), 'home');
    const tokens = localTokens(home);
    expect(new Set(Object.values(tokens)).size).toBe(3);
    for (const token of Object.values(tokens)) expect(token).toMatch(/^[\w-]{32}$/);
    expect(localTokens(home)).toEqual(tokens);
    expect(fs.statSync(path.join(home, 'tokens.json')).mode & 0o777).toBe(0o600);
    expect(localTokens(temporaryFolder())).not.toEqual(tokens);
  });

  it('keeps what is there and adds what is missing', () => {
    const home = temporaryFolder();
    fs.writeFileSync(path.join(home, 'tokens.json'), '{"INGESTION_TOKEN":"mine"}');
    const tokens = localTokens(home);
    expect(tokens.INGESTION_TOKEN).toBe('mine');
    expect(tokens.HISTORY_READ_TOKEN).toHaveLength(32);
  });

  it('says what to do with a broken file', () => {
    const home = temporaryFolder();
    fs.writeFileSync(path.join(home, 'tokens.json'), '{');
    expect(() => localTokens(home)).toThrow(/TOKENS_UNREADABLE.*Delete it/);
  });
});
