import { markdownCell } from './markdown-cell';

/**
 * A link in Markdown.
 * @param url is put in as it is, but for what would end it
 */
export function markdownLink(text: string, url: string): string {
  const safe = url.replace(/[\s<>()\\]/g, (char) =>
    encodeURIComponent(char).replace('(', '%28').replace(')', '%29'),
  );
  return `[${markdownCell(text)}](${safe})`;
}
