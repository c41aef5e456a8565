// npm run simulate: the simulator.
import { runApp } from './run-app.mjs';

await runApp('simulator', 'the simulator');
