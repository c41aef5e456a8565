import Table from 'cli-table3';
import type { Terminal } from './terminal';

/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  readonly value: (row: Row) => string;
}

/** Below this width a table becomes one block per row. */
const NARROW = 60;

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows as a table that fits the screen; on a narrow one each row is a block of lines. */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { columns: width, colours }: Pick<Terminal, 'columns' | 'colours'>,
): string {
  if (width < NARROW) {
    const heads = Math.max(...columns.map(({ head }) => head.length));
    return rows
      .map((row) =>
        columns
          .map(({ head, value }) => `${colours.dim(head.padEnd(heads))}  ${value(row)}\n`)
          .join(''),
      )
      .join('\n');
  }
  const table = new Table({
    head: columns.map(({ head }) => colours.dim(head)),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(columns.map(({ value }) => value(row)));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
