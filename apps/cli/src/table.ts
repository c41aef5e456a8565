import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { oneLine } from './harmless-text';
import type { Terminal } from './terminal';

/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  /** Without colours. */
  readonly value: (row: Row) => string;
  /** Colours what stands there. */
  readonly style?: (text: string) => string;
  /** Left out where the screen is too narrow for all; the last one first. */
  readonly optional?: true;
}

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

/**
 * Rows as a table that fits the screen: where it is too wide, optional columns go first; where that is not enough, each
 * row becomes a block of lines with all columns. Nothing is cut off, so that ids can be copied.
 */
export function tableText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { columns: width, colours }: Pick<Terminal, 'columns' | 'colours'>,
): string {
  for (let shown: readonly Column<Row>[] | null = columns; shown !== null; shown = fewer(shown)) {
    const text = gridText(rows, shown, colours);
    if (widthOf(text) <= width) return text;
  }
  return blocksText(rows, columns, colours);
}

function fewer<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] | null {
  const last = columns.findLastIndex(({ optional }) => optional === true);
  return last === -1 ? null : columns.toSpliced(last, 1);
}

function cellText<Row>({ value, style = (text) => text }: Column<Row>, row: Row): string {
  return style(oneLine(value(row)));
}

function gridText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  colours: Terminal['colours'],
): string {
  const table = new Table({
    head: columns.map(({ head }) => colours.dim(head)),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(columns.map((column) => cellText(column, row)));
  const lines = table.toString().split('\n');
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function blocksText<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  colours: Terminal['colours'],
): string {
  const names = columns.map(({ head }) => head.trim());
  const widest = Math.max(...names.map((name) => name.length));
  const block = (row: Row): string =>
    columns
      .map((column, at) => {
        const name = colours.dim((names[at] ?? '').padEnd(widest));
        return `${name}  ${cellText(column, row).trim()}\n`;
      })
      .join('');
  return rows.map(block).join('\n');
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => stripVTControlCharacters(line).length));
}
