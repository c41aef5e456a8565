import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../test-support/child-service';

/** Where a code stands in the source: made into an error, a member of a union, a field of a problem document. */
const PLACES = [
  /\bnew \w+(?:Error|Problem|Failure)\(\s*(?:\d{3},\s*)?'([A-Z0-9]+(?:_[A-Z0-9]+)+)'/g,
  /^\s*\| '([A-Z0-9]+(?:_[A-Z0-9]+)+)'/gm,
  /\bcode: '([A-Z0-9]+(?:_[A-Z0-9]+)+)'/g,
];

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/\/(?:node_modules|dist|test-support)\/|\/e2e\//.test(file));
}

it('are all explained on one page', () => {
  const page = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8');
  const explained = new Set([...page.matchAll(/`([A-Z0-9_]+)`/g)].map(([, code]) => code));
  const codes = ['apps', 'libs', 'workflows', 'tools']
    .flatMap(sourcesIn)
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((text) => PLACES.flatMap((place) => [...text.matchAll(place)]))
    .map(([, code]) => code);
  // Far fewer would mean that the patterns find nothing any more.
  expect(new Set(codes).size).toBeGreaterThan(80);
  expect([...new Set(codes)].filter((code) => !explained.has(code)).sort()).toEqual([]);
});
