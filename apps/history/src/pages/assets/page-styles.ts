import * as crypto from 'node:crypto';

/** The one style sheet of the pages: colours, sizes and everything that uses them. */
export const PAGE_STYLES = `
:root {
  color-scheme: light dark;
  --ground: #f7f8fa; --card: #ffffff; --ink: #1b2430; --soft: #55606e; --line: #d9dee5;
  --link: #0b57b7; --accent: #0b57b7; --on-accent: #ffffff; --danger: #b3261e; --on-danger: #ffffff;
  --good-ink: #14602f; --good: #dff3e5; --busy-ink: #1a4c8b; --busy: #e1edfb; --quiet-ink: #4a5461; --quiet: #e8ebef;
  --warning-ink: #774300; --warning: #fdedcf; --bad-ink: #962018; --bad: #fbe2df;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --card: #1a2028; --ink: #e4e8ee; --soft: #a3adba; --line: #323b47;
    --link: #8ab8ff; --accent: #8ab8ff; --on-accent: #0c1a2e; --danger: #ff9a92; --on-danger: #35100d;
    --good-ink: #8fdba8; --good: #173524; --busy-ink: #a5cbff; --busy: #1a3050; --quiet-ink: #b6bfca; --quiet: #2a323c;
    --warning-ink: #f7c673; --warning: #3d2d10; --bad-ink: #ffaaa3; --bad: #46201d;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px 12px; z-index: 1; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; padding: 8px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; font-size: 17px; color: var(--ink); text-decoration: none; }
header ul { display: flex; flex-wrap: wrap; gap: 2px; list-style: none; margin: 0; padding: 0; }
header li a { display: block; padding: 6px 10px; border-radius: 6px; color: var(--soft); text-decoration: none; }
header li a:hover { color: var(--ink); background: var(--ground); }
header li a[aria-current] { color: var(--ink); background: var(--quiet); font-weight: 600; }
.find { display: flex; gap: 6px; margin-left: auto; flex: 0 1 320px; }
.find input { min-width: 0; max-width: none; }
.sign-out { display: flex; align-items: center; gap: 10px; }
main { max-width: 1200px; margin: 0 auto; padding: 20px 24px 64px; }
h1 .id { font-weight: 600; }
h1 { font-size: 24px; line-height: 1.25; margin: 4px 0 12px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 8px; }
h3 { font-size: 15px; margin: 16px 0 4px; }
section { margin-top: 28px; }
p { margin: 6px 0; }
.id, code, pre { font-family: var(--mono); font-size: 0.9em; }
.id, code { overflow-wrap: anywhere; }
.empty, .soft { color: var(--soft); }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
th, td { text-align: left; vertical-align: top; padding: 8px 12px; border-top: 1px solid var(--line); }
thead th { white-space: nowrap; border-top: 0; color: var(--soft); font-size: 13px; font-weight: 600; }
tbody th { font-weight: 500; }
tbody tr:hover { background: var(--ground); }
td p { margin: 2px 0 0; color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
ul.plain { list-style: none; margin: 0; padding: 0; }
.pills { display: inline-flex; flex-wrap: wrap; gap: 4px; }
.pill { display: inline-block; padding: 1px 9px; border-radius: 10px; font-size: 13px; font-weight: 600; white-space: nowrap; }
.pill.good { color: var(--good-ink); background: var(--good); }
.pill.busy { color: var(--busy-ink); background: var(--busy); }
.pill.quiet { color: var(--quiet-ink); background: var(--quiet); }
.pill.warning { color: var(--warning-ink); background: var(--warning); }
.pill.bad { color: var(--bad-ink); background: var(--bad); }
.slot { display: block; white-space: nowrap; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px 24px; margin: 12px 0; padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
dt { color: var(--soft); font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; }
dd p { margin: 2px 0 0; color: var(--soft); font-size: 14px; }
form label { display: block; }
label > span:first-child { display: block; color: var(--soft); font-size: 13px; margin-bottom: 2px; }
input:not([type='hidden']), select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: 5px 8px; width: 100%; max-width: 420px; height: 34px; }
input[aria-invalid] { border-color: var(--danger); }
.error { display: block; color: var(--bad-ink); font-size: 14px; }
.tabs ul { display: flex; flex-wrap: wrap; gap: 0 4px; list-style: none; margin: 0; padding: 0; border-bottom: 1px solid var(--line); }
.tabs a { display: block; padding: 6px 10px; margin-bottom: -1px; color: var(--soft); text-decoration: none; border-bottom: 3px solid transparent; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
form.filters, .filters form { display: flex; flex-wrap: wrap; align-items: end; gap: 10px 12px; margin: 12px 0; }
.filters label { flex: 1 1 130px; max-width: 230px; }
details.filters { margin: 12px 0; }
details.filters summary { color: var(--soft); font-size: 14px; }
fieldset { flex: 1 0 100%; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; margin: 0; padding: 0; border: 0; min-width: 0; }
legend { float: left; width: 74px; padding: 0; color: var(--soft); font-size: 13px; }
.filters fieldset label { flex: none; display: flex; align-items: center; gap: 6px; max-width: none; min-height: 28px; cursor: pointer; }
input[type='checkbox'] { width: 16px; height: 16px; margin: 0; padding: 0; accent-color: var(--accent); }
.buttons { display: flex; align-items: center; gap: 14px; height: 34px; }
button { font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 6px; padding: 4px 14px; min-height: 34px; cursor: pointer; }
button.danger { color: var(--danger); background: transparent; border-color: var(--danger); }
button.danger:hover { color: var(--on-danger); background: var(--danger); }
button.quiet { color: var(--soft); background: transparent; border-color: var(--line); font-weight: 400; }
.forms { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 16px; }
.panel { display: flex; flex-direction: column; align-items: start; gap: 10px; padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.panel label { width: 100%; }
.panel > p, .panel > h2, .panel > h3 { margin: 0; }
section > .panel + form { margin-top: 12px; }
section > .panel, main > .panel { max-width: 560px; }
.pager { display: flex; gap: 20px; margin: 14px 0; }
.flash { padding: 10px 14px; background: var(--busy); color: var(--busy-ink); border-radius: 8px; margin: 0 0 16px; }
.reasons { list-style: none; padding: 0; margin: 8px 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.reasons li { display: grid; grid-template-columns: 4ch minmax(0, 1fr) auto; gap: 4px 12px; align-items: baseline; padding: 8px 12px; border-top: 1px solid var(--line); }
.reasons li:first-child { border-top: 0; }
.reasons .count { font-variant-numeric: tabular-nums; font-weight: 600; text-align: right; }
.timeline { list-style: none; margin: 8px 0 0; padding: 0 0 0 14px; border-left: 2px solid var(--line); }
.timeline > li { position: relative; padding: 0 0 16px 8px; display: grid; grid-template-columns: 150px 1fr; gap: 0 16px; }
.timeline > li::before { content: ''; position: absolute; left: -20px; top: 7px; width: 10px; height: 10px; border-radius: 50%; background: var(--accent); }
.timeline time { color: var(--soft); }
.timeline p { margin: 2px 0 0; color: var(--soft); overflow-wrap: anywhere; }
pre { margin: 8px 0; padding: 12px 14px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; }
details { margin-top: 12px; }
.tiles { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 12px; margin: 0; padding: 0; }
.tile { padding: 12px 14px; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 8px; color: var(--soft); }
.tile a { color: inherit; text-decoration: none; display: block; }
.tile a:hover { text-decoration: underline; }
.tile .number { display: block; text-align: left; font-size: 26px; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; color: var(--soft); }
.tile.warning { border-left-color: var(--warning-ink); }
.tile.bad { border-left-color: var(--bad-ink); }
.tile.busy { border-left-color: var(--busy-ink); }
.tile.warning .number { color: var(--warning-ink); }
.tile.bad .number { color: var(--bad-ink); }
.tile.busy .number { color: var(--ink); }
.tile .since { display: block; font-size: 13px; }
.calm { padding: 10px 14px; background: var(--good); color: var(--good-ink); border-radius: 8px; }
.next { padding: 10px 14px; background: var(--busy); color: var(--busy-ink); border-radius: 8px; }
.next time { font-variant-numeric: tabular-nums; }
.alarm { padding: 10px 14px; background: var(--warning); color: var(--warning-ink); border-radius: 8px; }
.over { padding: 10px 14px; background: var(--quiet); color: var(--quiet-ink); border-radius: 8px; }
.more { color: var(--soft); font-size: 14px; margin-top: 10px; }
time[data-away]::after { content: attr(data-away); white-space: normal; }
.timeline > li.to-come::before { background: var(--ground); border: 2px solid var(--soft); }
.timeline > li.to-come strong { font-weight: 500; color: var(--soft); }
.trail { margin: 0; font-size: 14px; }
footer { max-width: 1200px; margin: 0 auto; padding: 0 24px 24px; color: var(--soft); font-size: 13px; }
progress { width: 240px; max-width: 100%; accent-color: var(--accent); }
@media (max-width: 700px) {
  header { padding: 8px 16px; }
  header nav { order: 1; width: 100%; }
  header ul { gap: 0; margin: 0 -6px; }
  header li a { padding: 6px 6px; font-size: 13px; }
  footer { padding: 0 16px 24px; }
  main { padding: 16px 16px 48px; }
  .find { order: 2; flex: 1 0 100%; margin: 4px 0 6px; }
  .sign-out { margin-left: auto; }
  .filters label { max-width: none; flex-basis: 45%; }
  .tabs ul { flex-wrap: nowrap; overflow-x: auto; }
  legend { width: 100%; }
  table.cards, .cards tbody { display: block; border: 0; background: none; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { display: block; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px; margin-bottom: 10px; }
  .cards th, .cards td { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 0 12px; padding: 3px 0; border: 0; overflow-wrap: anywhere; }
  .cards th::before, .cards td::before { content: attr(data-label); color: var(--soft); font: 400 13px/1.7 system-ui, sans-serif; }
  .cards th > *, .cards td > * { grid-column: 2; justify-self: start; }
  .timeline > li { grid-template-columns: 1fr; }
}
`;

/** Where the style sheet is: a new one has a new address, so that browsers may keep it for ever. */
export const PAGE_STYLES_URL = `/assets/pages-${crypto
  .createHash('sha256')
  .update(PAGE_STYLES)
  .digest('hex')
  .slice(0, 12)}.css`;
