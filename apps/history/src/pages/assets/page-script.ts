import * as crypto from 'node:crypto';

/** The one script of the pages: makes them better, and none needs it. */
export const PAGE_SCRIPT = `'use strict';
// Asks before a form does what cannot be undone.
addEventListener('submit', (event) => {
  const question = event.target.dataset.confirm;
  if (question !== undefined && !confirm(question)) event.preventDefault();
});
// Renews a page when what it shows has changed, unless somebody is writing on it.
const main = document.querySelector('main[data-live]');
if (main !== null && 'EventSource' in window) {
  const of = location.pathname + location.search;
  const isWritten = () => [...main.querySelectorAll('form[method=post] input:not([type=hidden])')].some((input) => input.value !== '');
  const renew = async () => {
    const answer = await fetch(of, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (fresh === null) return;
    if (isWritten() || main.contains(document.activeElement)) {
      if (main.querySelector('.changed') !== null) return;
      const note = document.createElement('p');
      note.className = 'flash changed';
      note.setAttribute('role', 'status');
      const link = document.createElement('a');
      link.href = of;
      link.textContent = 'Show it';
      note.append('This has changed meanwhile. ', link);
      main.prepend(note);
      return;
    }
    main.replaceChildren(...fresh.childNodes);
  };
  const source = new EventSource('/live?of=' + encodeURIComponent(of));
  source.addEventListener('changed', () => void renew());
  addEventListener('pagehide', () => source.close());
}
`;

/** Where the script is: a new one has a new address, so that browsers may keep it for ever. */
export const PAGE_SCRIPT_URL = `/assets/pages-${crypto
  .createHash('sha256')
  .update(PAGE_SCRIPT)
  .digest('hex')
  .slice(0, 12)}.js`;
