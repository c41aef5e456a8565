import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy in front of a server that runs on, so that a test can have it come up late and go away. */
export class StoppableProxy {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  /**
   * @param port of 127.0.0.1: where it listens once it is up
   * @param target the server behind it
   */
  constructor(
    private readonly port: number,
    private readonly target: { readonly host: string; readonly port: number },
  ) {}

  async up(): Promise<void> {
    const server = createServer((socket) => {
      const behind = connect(this.target);
      for (const [from, to] of [
        [socket, behind],
        [behind, socket],
      ] as const) {
        this.sockets.add(from);
        from.on('error', () => undefined);
        from.on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
  }

  async down(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(server, 'close');
  }
}
