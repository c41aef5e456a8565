/** Keeps a value from breaking out of its cell in a Markdown table. */
export function markdownCell(value: string): string {
  return value.replace(/[\r\n]+/g, ' ').replace(/[|\\`*_<>[\]]/g, '\\$&');
}
