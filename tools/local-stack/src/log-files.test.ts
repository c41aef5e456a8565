import * as fs from 'node:fs';
import * as path from 'node:path';
import { followLog } from './log-follower';
import { logTail } from './log-tail';
import { temporaryFolder } from './test-support/temporary-folder';

describe('followLog', () => {
  it('passes on whole lines, the rest at the end, characters unbroken', () => {
    const file = path.join(temporaryFolder(), 'service.log');
    const lines: string[] = [];
    const follower = followLog(file, (line) => lines.push(line), 1_000_000);
    const text = `${'ä'.repeat(40_000)}\none\ntwo`;
    fs.writeFileSync(file, text);
    follower.stop();
    expect(lines).toEqual(['ä'.repeat(40_000), 'one']);
  });

  it('waits for a file that is not there yet', () => {
    const follower = followLog('/nowhere/service.log', () => undefined, 1_000_000);
    expect(() => {
      follower.stop();
    }).not.toThrow();
  });
});

describe('logTail', () => {
  it('reads the last lines', () => {
    const file = path.join(temporaryFolder(), 'service.log');
    fs.writeFileSync(file, 'one\ntwo\nthree\n');
    expect(logTail(file, 2)).toBe('two\nthree');
  });

  it('says when there is nothing', () => {
    const file = path.join(temporaryFolder(), 'service.log');
    expect(logTail(file)).toBe(`(no log at ${file})`);
    fs.writeFileSync(file, '');
    expect(logTail(file)).toBe(`(nothing was written to ${file})`);
  });
});
