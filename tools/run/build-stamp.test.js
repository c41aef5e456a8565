const { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, describe, expect, it } = require('@jest/globals');
const { startScript } = require('./started-script');

let root;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'refill-stamp-'));
  put('package-lock.json');
  put('libs/a/tsconfig.lib.json');
  put('libs/a/src/one.ts');
  put('libs/a/dist/.tsbuildinfo');
});

afterEach(() => rmSync(root, { recursive: true }));

function put(file, text = '') {
  const place = path.join(root, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

/** Notes the sources as built, lets something happen, and tells whether they still count as built. */
async function isBuiltAfter(change) {
  const note = `
const { isBuilt, noteBuilt, sourceStamp } = await script('build-stamp.mjs');
const root = ${JSON.stringify(root)};`;
  await startScript(`${note} noteBuilt(root, sourceStamp(root));`).ended;
  change();
  const { output } = await startScript(`${note} console.log(isBuilt(root, sourceStamp(root)));`)
    .ended;
  return output.trim();
}

describe('isBuilt', () => {
  it('is true while nothing changes but what is built', async () => {
    expect(await isBuiltAfter(() => {})).toBe('true');
    const outputs = () => {
      put('libs/a/dist/one.js');
      put('libs/a/node_modules/x/index.js');
    };
    expect(await isBuiltAfter(outputs)).toBe('true');
  });

  it.each([
    ['a source is longer', () => put('libs/a/src/one.ts', 'more')],
    ['a source was touched', () => utimesSync(path.join(root, 'libs/a/src/one.ts'), 1, 1)],
    ['a source is new', () => put('libs/a/src/two.ts')],
    ['a source is gone', () => rmSync(path.join(root, 'libs/a/src/one.ts'))],
    ['other packages are to be installed', () => put('package-lock.json', '{}')],
    ['a package is new', () => put('apps/b/tsconfig.lib.json')],
    ['an output is gone', () => rmSync(path.join(root, 'libs/a/dist'), { recursive: true })],
    ['the note is gone', () => rmSync(path.join(root, 'tmp'), { recursive: true })],
  ])('is false when %s', async (_what, change) => {
    expect(await isBuiltAfter(change)).toBe('false');
  });
});
