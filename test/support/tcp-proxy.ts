import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can swallow what is sent on it, without closing anything: what a lost route or a dead firewall does. */
export interface TcpProxy {
  /** The address of the server, by this way. */
  url: string;
  /** From now on nothing arrives, in neither direction; who connects is accepted and hears nothing. */
  swallow(): void;
  /** What connects from now on is let through again. What was open stays dead, and silent. */
  forward(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(serverUrl: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(serverUrl);
  const pairs = new Set<Socket>();
  let isSwallowing = false;

  const server = createServer((near) => {
    keep(near);
    if (isSwallowing) {
      near.resume();
      return;
    }
    const far = keep(connect(Number(port), hostname));
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  function keep(socket: Socket): Socket {
    pairs.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => pairs.delete(socket));
    return socket;
  }

  const url = new URL(serverUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    swallow() {
      isSwallowing = true;
      for (const socket of pairs) {
        socket.unpipe();
        socket.resume();
      }
    },
    forward() {
      isSwallowing = false;
    },
    async close() {
      server.close();
      for (const socket of pairs) socket.destroy();
      await once(server, 'close');
    },
  };
}
