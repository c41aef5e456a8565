import { Server, ServerCredentials, type UntypedHandleCall } from '@grpc/grpc-js';
import { Client, Connection } from '@temporalio/client';

const SERVICE = '/temporal.api.workflowservice.v1.WorkflowService';

/** A server that takes connections as Temporal does, and then never answers a signal. */
export class SilentTemporal {
  readonly client: Client;
  /** Signals that wait for an answer, or waited. */
  asked = 0;

  private constructor(
    private readonly server: Server,
    private readonly connection: Connection,
  ) {
    this.client = new Client({ connection });
  }

  static async start(): Promise<SilentTemporal> {
    const server = new Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    const silent = new SilentTemporal(
      server,
      Connection.lazy({ address: `127.0.0.1:${String(port)}` }),
    );
    // The SDK asks this one first; an empty message is an answer.
    silent.handle(
      'GetSystemInfo',
      (_call: unknown, answer: (error: null, bytes: Buffer) => void) => {
        answer(null, Buffer.alloc(0));
      },
    );
    silent.handle('SignalWorkflowExecution', () => {
      silent.asked += 1;
    });
    // Beforehand, so that no call spends its time on it.
    await silent.connection.ensureConnected();
    return silent;
  }

  async stop(): Promise<void> {
    await this.connection.close();
    this.server.forceShutdown();
  }

  private handle(name: string, handler: UntypedHandleCall): void {
    const asItIs = (bytes: Buffer): Buffer => bytes;
    const method = {
      path: `${SERVICE}/${name}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asItIs,
      requestDeserialize: asItIs,
      responseSerialize: asItIs,
      responseDeserialize: asItIs,
    };
    this.server.addService({ [name]: method }, { [name]: handler });
  }
}
