import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { type Column, tableText } from './table';
import { testScreen } from './test-support/screen';

interface Row {
  readonly id: string;
  readonly state: string;
  readonly note: string;
}
const columns: readonly Column<Row>[] = [
  { head: 'ID', value: ({ id }) => id },
  { head: 'STATE', value: ({ state }) => state, style: (text) => `\u001b[33m${text}\u001b[39m` },
  { head: 'NOTE', value: ({ note }) => note, optional: true },
];
const rows: readonly Row[] = [
  { id: 'order-1', state: 'placed', note: 'waits for a word of Amazon' },
  { id: 'order-22', state: 'shipped', note: '–' },
];
const drawn = (width: number): string =>
  stripVTControlCharacters(tableText(rows, columns, testScreen({ columns: width }).terminal));

it('is a table where there is room', () => {
  expect(drawn(80)).toBe(
    [
      'ID        STATE    NOTE',
      'order-1   placed   waits for a word of Amazon',
      'order-22  shipped  –',
      '',
    ].join('\n'),
  );
});

it('leaves out what is optional on a narrow screen', () => {
  expect(drawn(30)).toBe('ID        STATE\norder-1   placed\norder-22  shipped\n');
});

it('is a block per row where not even that fits, with all there is', () => {
  expect(drawn(14)).toBe(
    [
      'ID     order-1',
      'STATE  placed',
      'NOTE   waits for a word of Amazon',
      '',
      'ID     order-22',
      'STATE  shipped',
      'NOTE   –',
      '',
    ].join('\n'),
  );
});

it('never cuts anything off, and lets nothing break its lines', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 10, max: 200 }), (id, width) => {
      const [row] = rows;
      if (row === undefined) throw new Error('no row');
      const { terminal } = testScreen({ columns: width });
      const text = tableText([{ ...row, id: `<${id}\r\n\u001b[2J>` }], columns, terminal);
      expect(text.split('\n').some((line) => line.includes('<') && line.includes('>'))).toBe(true);
      // Nothing that moves the cursor.
      expect(text).not.toContain('\r');
      expect(text).not.toContain('\u001b[2J');
    }),
  );
});
