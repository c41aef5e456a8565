import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EMAIL_LANGUAGES } from './locale';
import { SAMPLE_EMAILS } from './sample-emails';

/** Writes every mail in every language as HTML and text. */
function renderPreviews(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, render] of SAMPLE_EMAILS) {
    for (const language of EMAIL_LANGUAGES) {
      const rendered = render(language);
      const file = path.join(folder, `${name}.${language}`);
      writeFileSync(`${file}.html`, rendered.html);
      writeFileSync(`${file}.txt`, `${rendered.subject}\n\n${rendered.text}`);
    }
  }
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('name the folder to write the previews to');
// npm runs a workspace's scripts in its folder; what was typed is meant from where it was typed.
renderPreviews(path.resolve(process.env['INIT_CWD'] ?? '.', folder));
