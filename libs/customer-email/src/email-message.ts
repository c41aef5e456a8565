/** What a kind's template says. */
export interface EmailMessage {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly EmailParagraph[];
}

/** A paragraph of a mail. */
export interface EmailParagraph {
  readonly text: string;
  /** Whether it is what must not be missed; it starts with `> ` in the template. */
  readonly callout: boolean;
}

/**
 * Reads what a kind's template made: `Subject:` and `Heading:`, a blank line, paragraphs.
 * @throws SyntaxError when the template does not have that form
 */
export function parseEmailMessage(rendered: string): EmailMessage {
  const [head = '', ...paragraphs] = rendered.trim().split(/\n\s*\n/u);
  return {
    subject: headLine(head, 'Subject'),
    heading: headLine(head, 'Heading'),
    paragraphs: paragraphs.map((paragraph) => {
      const text = paragraph.replace(/\s*\n\s*/gu, ' ').trim();
      return text.startsWith('> ')
        ? { text: text.slice(2), callout: true }
        : { text, callout: false };
    }),
  };
}

function headLine(head: string, name: string): string {
  const line = head
    .split('\n')
    .map((candidate) => candidate.trim())
    .find((candidate) => candidate.startsWith(`${name}: `));
  if (line === undefined) throw new SyntaxError(`the template has no line "${name}: …"`);
  return line.slice(name.length + 2);
}
