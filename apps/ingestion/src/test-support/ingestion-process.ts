import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import * as http from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { eventually } from './eventually';

const PROGRAM = path.join(__dirname, '..', '..', 'dist', 'main.js');

/** Ingestion as it runs in production: a process of its own, from its build. */
export interface IngestionProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Ends it with a signal. @returns its exit code; `null` when the signal ended it */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts ingestion's build and waits until it is ready; for tests only. */
export async function startIngestionProcess(env: NodeJS.ProcessEnv): Promise<IngestionProcess> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run "npm run build" first`);
  const port = await freePort();
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      PATH: process.env['PATH'],
      INGESTION_HOST: '127.0.0.1',
      INGESTION_PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const url = `http://127.0.0.1:${String(port)}`;
  try {
    await eventually(async () => {
      const { status } = await fetch(`${url}/readyz`);
      if (status !== 200) throw new Error(`not ready:\n${output}`);
    }, 30_000);
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
  return {
    url,
    child,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

/** What came of a request: a status, or a connection that broke or was refused. */
export type RequestResult =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unanswered'; readonly code: string };

/** Posts to `/sns` on a connection that is kept for the next one, as SNS does. */
export async function postSns(
  url: string,
  agent: http.Agent,
  body: object,
): Promise<RequestResult> {
  return await new Promise((resolve) => {
    const request = http.request(`${url}/sns`, { method: 'POST', agent }, (response) => {
      response.resume().on('end', () => {
        resolve({ kind: 'answered', status: response.statusCode ?? 0 });
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'unanswered', code: error.code ?? error.name });
    });
    request.end(JSON.stringify(body));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
