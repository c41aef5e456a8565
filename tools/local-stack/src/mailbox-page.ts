import type { MailContent, MailSummary } from './mail-store';

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

function page(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${head}
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8884; padding: .4rem .6rem; text-align: left; vertical-align: top; }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
iframe { background: #fff; border: 1px solid #8884; height: 36rem; width: 100%; }
pre { border: 1px solid #8884; overflow: auto; padding: 1rem; white-space: pre-wrap; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** The list of mails, newest first; it loads itself again every five seconds. */
export function mailListPage(mails: readonly MailSummary[], total: number): string {
  const rows = mails.map(
    (mail) => `<tr>
<td class="time">${escapeHtml(mail.receivedAt.slice(0, 19).replace('T', ' '))}</td>
<td>${escapeHtml(mail.to.join(', '))}</td>
<td><a href="/messages/${mail.id}">${escapeHtml(mail.subject)}</a></td>
</tr>`,
  );
  const shown = mails.length < total ? `, the newest ${String(mails.length)} shown` : '';
  return page(
    `Mailbox (${String(total)})`,
    '<meta http-equiv="refresh" content="5">',
    `<h1>Mailbox</h1>
<p>${String(total)} mails${shown}. Nothing leaves this machine. <a href="/api/messages">JSON</a></p>
${
  total === 0
    ? '<p>No mail yet.</p>'
    : `<table>
<thead><tr><th scope="col">Received (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
}`,
  );
}

/** One mail: its HTML in a closed frame, its text below. */
export function mailPage(mail: MailContent): string {
  const html =
    mail.html === null
      ? '<p>This mail has no HTML.</p>'
      : `<iframe sandbox="" src="/messages/${mail.id}/html" title="HTML of the mail"></iframe>`;
  return page(
    mail.subject,
    '',
    `<p><a href="/">Mailbox</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
<p>From ${escapeHtml(mail.from)} to ${escapeHtml(mail.to.join(', '))}, received
${escapeHtml(mail.receivedAt)}. <a href="/api/messages/${mail.id}">JSON</a>
<a href="/api/messages/${mail.id}/raw">Source</a></p>
<h2>HTML</h2>
${html}
<h2>Text</h2>
<pre>${escapeHtml(mail.text)}</pre>`,
  );
}
