// npm run bench: builds everything as npm start does, and measures it.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureBuilt, root } from './installation.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

stopWithNpm();
checkNode();
await ensureBuilt({ verbose: false });
await import(pathToFileURL(path.join(root, 'apps/bench/dist/main.js')).href);
