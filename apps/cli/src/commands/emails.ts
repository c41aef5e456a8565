import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EMAIL_LANGUAGES } from '@refill/customer-email/locale';
import { SAMPLE_EMAILS } from '@refill/customer-email/sample-emails';
import type { AddCommands } from '../cli-context';

/** `refill emails preview` */
export const addEmails: AddCommands = (program, { terminal, cwd }) => {
  program
    .command('emails')
    .description('mails: preview')
    .command('preview')
    .description('write every mail in every language to a folder, with an index page')
    .argument('[folder]', 'where to', 'email-previews')
    .action(async (name: string) => {
      const folder = path.resolve(cwd, name);
      await mkdir(folder, { recursive: true });
      const links: string[] = [];
      for (const [mail, render] of SAMPLE_EMAILS) {
        for (const language of EMAIL_LANGUAGES) {
          const { html, text, subject } = render(language);
          const file = `${mail}.${language}`;
          await writeFile(path.join(folder, `${file}.html`), html);
          await writeFile(path.join(folder, `${file}.txt`), `${subject}\n\n${text}`);
          links.push(
            `<li><a href="${file}.html">${mail}</a> (${language}, <a href="${file}.txt">text</a>)</li>`,
          );
        }
      }
      await writeFile(path.join(folder, 'index.html'), indexPage(links));
      terminal.say(`${String(links.length)} mails written: ${path.join(folder, 'index.html')}`);
    });
};

function indexPage(links: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Mails of Refill</title>
<h1>Mails of Refill</h1>
<ul>
${links.join('\n')}
</ul>
</html>
`;
}
