const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x60;': '`',
  '&#x3D;': '=',
  '&amp;': '&',
};

/** All that a person reads in an HTML mail below its heading: that is what the text says too. */
export function wordsOfHtml(html: string): string {
  return html
    .slice(html.indexOf('</h1>'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);
}

/** What is left of a mail once blanks and what the text form adds (`- a: b | c`) are gone. */
export function squashed(words: string): string {
  return words.replace(/[\s|:-]+/gu, '');
}
