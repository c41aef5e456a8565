import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { toTheEnd } from './ending';

const nothing = (): void => undefined;

it('undoes what was done, the last first', async () => {
  const undone: string[] = [];
  const result = await toTheEnd(async (atEnd) => {
    atEnd(async () => void undone.push('first'));
    atEnd(async () => void undone.push('second'));
    return undone.length;
  }, nothing);
  expect(result).toBe(0);
  expect(undone).toEqual(['second', 'first']);
});

it('undoes it also when the work fails', async () => {
  const undone: string[] = [];
  const work = toTheEnd(async (atEnd) => {
    atEnd(async () => void undone.push('it'));
    throw new Error('failed');
  }, nothing);
  await expect(work).rejects.toThrow('failed');
  expect(undone).toEqual(['it']);
});

it('undoes the rest when one of it fails, and tells of that', async () => {
  const undone: string[] = [];
  const work = toTheEnd(async (atEnd) => {
    atEnd(async () => void undone.push('first'));
    atEnd(() => Promise.reject(new Error('stays')));
    atEnd(async () => void undone.push('last'));
  }, nothing);
  await expect(work).rejects.toThrow('stays');
  expect(undone).toEqual(['last', 'first']);
});

/** Undoes slowly, while a timer of the work fails, as calls do whose server has gone. */
const PROGRAM = `
const { toTheEnd } = require(process.argv[1]);
toTheEnd(
  (atEnd) => {
    atEnd(async () => {
      setTimeout(() => { throw new Error('the channel was closed'); }, 20);
      void Promise.reject(new Error('so was the connection'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      console.log('undone');
    });
    console.log('at work');
    return new Promise((resolve) => setTimeout(resolve, 60_000));
  },
  () => console.log('stopping'),
);
`;

it.each(['SIGINT', 'SIGTERM'] as const)(
  'undoes everything after %s, told twice, whatever fails meanwhile',
  async (signal) => {
    const compiled = path.join(__dirname, '../../dist/stack/ending.js');
    const child = spawn(process.execPath, ['-e', PROGRAM, compiled], { stdio: 'pipe' });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const before = said;
      said += text;
      const told = (line: string): boolean => !before.includes(line) && said.includes(line);
      if (told('at work') || told('stopping')) child.kill(signal);
    });
    let failed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      failed += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, failed, said: said.split('\n') }).toEqual({
      code: 130,
      failed: '',
      said: ['at work', 'stopping', 'undone', ''],
    });
  },
);
