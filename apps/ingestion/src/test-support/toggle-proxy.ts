import * as net from 'node:net';

/** How a proxy treats connections: passes them on, refuses them, or takes them and never says a word. */
export type ProxyMode = 'pass' | 'refuse' | 'silent';

/** A TCP proxy before a server, to take the server away and give it back. */
export interface ToggleProxy {
  readonly port: number;
  /** Ends all connections; new ones are treated as told. */
  setMode(mode: ProxyMode): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startToggleProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<ToggleProxy> {
  let mode: ProxyMode = 'pass';
  const sockets = new Set<net.Socket>();
  const track = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = net.createServer((incoming) => {
    track(incoming);
    if (mode === 'refuse') incoming.destroy();
    if (mode !== 'pass') return;
    const outgoing = net.connect(target.port, target.host);
    track(outgoing);
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: address.port,
    setMode: (next) => {
      mode = next;
      drop();
    },
    close: async () => {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
