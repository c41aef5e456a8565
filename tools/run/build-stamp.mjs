// Tells whether what is built is that of the sources as they are.
//
// Nx without its daemon can't know that outputs are there, so it restores them from its cache every time: it takes them
// away for a moment, also those that a service of another terminal is just loading.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const packageFolders = ['apps', 'libs', 'workflows', 'tools'];
const rootFiles = [
  'package.json',
  'package-lock.json',
  'nx.json',
  'tsconfig.json',
  'tsconfig.base.json',
];
const notSources = new Set(['node_modules', 'dist', 'coverage', 'tmp']);

function stampFile(root) {
  return path.join(root, 'tmp/build.stamp');
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isFile()) yield place;
    else if (entry.isDirectory() && !notSources.has(entry.name)) yield* filesBelow(place);
  }
}

/** A hash over all that a build depends on: names, sizes and times of change of the sources, and Node's version. */
export function sourceStamp(root) {
  const hash = createHash('sha256').update(process.version);
  const files = packageFolders
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [...filesBelow(folder)])
    .concat(rootFiles.map((file) => path.join(root, file)).filter((file) => existsSync(file)));
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether every package that is compiled has its output; what is missing within it isn't seen. */
function isComplete(root) {
  return packageFolders
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((folder) => existsSync(path.join(folder, 'tsconfig.lib.json')))
    .every((folder) => existsSync(path.join(folder, 'dist/.tsbuildinfo')));
}

/** Whether the last build was one of these sources, and its output is there. */
export function isBuilt(root, stamp) {
  try {
    return readFileSync(stampFile(root), 'utf8') === stamp && isComplete(root);
  } catch {
    return false;
  }
}

/** Notes that these sources are built. */
export function noteBuilt(root, stamp) {
  mkdirSync(path.dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), stamp);
}
