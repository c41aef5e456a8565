import { z } from 'zod';
import { malformedSignalNote } from './malformed-signal';

describe('malformedSignalNote', () => {
  it('names the fields that are wrong, never their values', () => {
    const read = (value: unknown) => {
      const { error } = z.object({ a: z.object({ b: z.string() }) }).safeParse(value);
      if (error === undefined) throw new Error('it was read');
      return malformedSignalNote(3, '2026-03-01T12:00:00.000Z', error);
    };
    const note = read({ a: { b: 4711 } });
    expect(note.data.text).toBe('ignored a malformed signal; wrong: a.b');
    expect(note.key).toBe('note:malformed-signal:3:2026-03-01T12:00:00.000Z');
    expect(read('secret').data.text).toBe('ignored a malformed signal; wrong: (payload)');
  });
});
