// npm run refill: the command line.
import { runApp } from './run-app.mjs';

await runApp('cli', 'the command line');
