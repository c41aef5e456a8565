import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** fauxqs, an emulator of SNS and SQS in Node, at work. */
export interface Fauxqs {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** In a process of its own, since fauxqs is an ES module only. It ends with the pipe to this process. */
const SERVER = `
  import { buildApp } from 'fauxqs';
  const app = buildApp({ host: '127.0.0.1', logger: false });
  console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
  process.stdin.on('end', () => process.exit()).resume();
`;

/** Starts fauxqs on a free port. */
export async function startFauxqs(): Promise<Fauxqs> {
  const server = spawn(process.execPath, ['--input-type=module', '-e', SERVER], {
    cwd: __dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  for await (const endpoint of createInterface({ input: server.stdout })) {
    return {
      endpoint,
      stop: async () => {
        server.stdin.end();
        await exited;
      },
    };
  }
  throw new Error('fauxqs ended before it listened');
}
