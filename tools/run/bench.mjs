// npm run bench: builds everything as npm start does, and measures it.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureBuilt, root } from './installation.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

/** 1 says that a bar was missed. What fails before anything can be measured ends with 2. */
const beforeMeasuring = (code) => {
  if (code === 1) process.exitCode = 2;
};

process.on('exit', beforeMeasuring);
stopWithNpm();
checkNode();
await ensureBuilt({ verbose: false });
await import(pathToFileURL(path.join(root, 'apps/bench/dist/main.js')).href);
process.off('exit', beforeMeasuring);
