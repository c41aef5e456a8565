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
