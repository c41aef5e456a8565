import { Client, type Connection } from '@temporalio/client';
import { findTemporal } from '@refill/local-stack/temporal-executable';
import { CannotBeginError } from '../cannot-begin-error';
import { connectWhenUp } from './connect-when-up';
import type { AtEnd } from './ending';
import { makeNamespace, untilKnown } from './own-namespace';
import { type Storage, startDevServer } from './temporal-dev-server';

/** The Temporal server to measure on. */
export interface ServerOptions {
  /** Of the development server. */
  readonly storage: Storage;
  /** Another server that runs already; `null`: a development server of the bench's own. */
  readonly temporalAddress: string | null;
  /** The program to start the development server with; `null`: the one that `npm start` would use. */
  readonly temporalBinary: string | null;
}

/** A Temporal server that answers, with a namespace that nothing else uses. */
export interface BenchTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  readonly version: string;
  /** The process whose CPU time is Temporal's; `null` for a server that is not the bench's own. */
  readonly pid: number | null;
  /** Where the server tells its metrics; `null` for a server that is not the bench's own. */
  readonly metricsUrl: string | null;
  stop(): Promise<void>;
}

/** What a start may have to say. */
export interface StartHooks {
  /** Gets what is installed. */
  readonly say: (text: string) => void;
  /** Gets what must not be undone before the whole bench ends: the work would disturb what is measured next. */
  readonly atEnd: AtEnd;
}

/** Starts a development server in a folder, or takes the server that was named. */
export async function startBenchTemporal(
  folder: string,
  options: ServerOptions,
  { say, atEnd }: StartHooks,
): Promise<BenchTemporal> {
  const { temporalAddress } = options;
  return temporalAddress === null
    ? await onOwnServer(folder, options, say)
    : await onOtherServer(temporalAddress, atEnd);
}

async function onOwnServer(
  folder: string,
  { storage, temporalBinary }: ServerOptions,
  say: (text: string) => void,
): Promise<BenchTemporal> {
  const executable = temporalBinary ?? (await installed(say));
  const server = await startDevServer({ executable, folder, storage });
  try {
    const { address, metricsUrl } = server;
    const namespace = 'default';
    const connection = await connectWhenUp(
      address,
      ({ workflowService }) => workflowService.describeNamespace({ namespace }),
      { ended: server.ended },
    );
    return {
      address,
      namespace,
      client: new Client({ connection }),
      version: await versionOf(connection),
      pid: server.pid(),
      metricsUrl,
      stop: async () => {
        await connection.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A server that runs already answers at once, in ms. */
const THERE_MS = 5_000;

/** What earlier parts, or anybody else, left open in another namespace must not be worked on in this one. */
async function onOtherServer(address: string, atEnd: AtEnd): Promise<BenchTemporal> {
  const connection = await connectWhenUp(address, versionOf, { patienceMs: THERE_MS }).catch(
    (error: unknown) => {
      throw new CannotBeginError(
        `no Temporal server answers at ${address}: is the address that of its frontend (host:7233), without TLS?`,
        { cause: error },
      );
    },
  );
  try {
    const namespace = await makeNamespace(connection);
    atEnd(() => removeNamespace(address, namespace));
    await untilKnown(connection, namespace);
    return {
      address,
      namespace,
      client: new Client({ connection, namespace }),
      version: await versionOf(connection),
      pid: null,
      metricsUrl: null,
      stop: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function removeNamespace(address: string, namespace: string): Promise<void> {
  const connection = await connectWhenUp(address, versionOf);
  await connection.operatorService.deleteNamespace({ namespace });
  await connection.close();
}

async function installed(say: (text: string) => void): Promise<string> {
  const source = await findTemporal({ ...process.env, TEMPORAL_ADDRESS: '' }, say);
  if (source.kind === 'remote') throw new Error('unreachable');
  return source.path;
}

async function versionOf({ workflowService }: Connection): Promise<string> {
  return (await workflowService.getSystemInfo({})).serverVersion;
}
