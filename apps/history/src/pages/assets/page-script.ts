import * as crypto from 'node:crypto';

/** The one script of the pages: makes them better, and none needs it. */
export const PAGE_SCRIPT = `'use strict';
// Asks before a form does what cannot be undone.
addEventListener('submit', (event) => {
  const question = event.target.dataset.confirm;
  if (question !== undefined && !confirm(question)) event.preventDefault();
});
const main = document.querySelector('main');
// Says how far away a moment is, and when it is by the reader's own clock.
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const tellTimes = () => {
  for (const time of document.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    if (isNaN(at)) continue;
    time.title = at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });
    if (time.dataset.relative === undefined) continue;
    const away = at - Date.now();
    const [unit, ms] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? UNITS[2];
    time.dataset.away = ' (' + relative.format(Math.trunc(away / ms), unit) + ')';
  }
};
// A phone has little room: filters that do nothing are folded.
const fold = () => {
  for (const filters of main.querySelectorAll('details.filters')) {
    filters.open = filters.dataset.used === 'yes' || innerWidth > 700;
  }
};
const improve = () => { tellTimes(); fold(); };
// Renews a page when what it shows has changed, unless somebody is writing on it.
if (main.dataset.live === 'yes' && 'EventSource' in window) {
  const of = location.pathname + location.search;
  const textOf = (element) => {
    const copy = element.cloneNode(true);
    for (const flash of copy.querySelectorAll(':scope > .flash')) flash.remove();
    return copy.innerHTML;
  };
  let shown = textOf(main);
  let isTouched = false;
  main.addEventListener('input', () => { isTouched = true; });
  // Browsers put back what was written before a page was left, and say nothing of it.
  const isWritten = () => isTouched || [...main.querySelectorAll('input:not([type=hidden])')].some((input) =>
    input.value !== input.defaultValue || input.checked !== input.defaultChecked);
  const renew = async () => {
    const answer = await fetch(of, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (fresh === null || textOf(fresh) === shown) return;
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
    shown = textOf(fresh);
    const flashes = main.querySelectorAll(':scope > .flash:not(.changed)');
    main.replaceChildren(...flashes, ...fresh.childNodes);
    improve();
  };
  const source = new EventSource('/live?of=' + encodeURIComponent(of));
  // A service that is away is no error of the page: the browser connects again, and the service says to look.
  source.addEventListener('look', () => void renew().catch(() => undefined));
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
}
improve();
setInterval(tellTimes, 30_000);
`;

/** Where the script is: a new one has a new address, so that browsers may keep it for ever. */
export const PAGE_SCRIPT_URL = `/assets/pages-${crypto
  .createHash('sha256')
  .update(PAGE_SCRIPT)
  .digest('hex')
  .slice(0, 12)}.js`;
