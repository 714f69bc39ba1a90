import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Closes what is idle when the application closes, also connections on which nothing was ever asked: browsers and proxies open
 * some in advance, Node does not count them as idle, and once it has begun to close it never looks at them again.
 */
export function closeIdleConnections(fastify: FastifyInstance): void {
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  let isClosing = false;
  const release = (socket: Socket) => {
    busy.delete(socket);
    if (isClosing) socket.end();
  };

  fastify.server.on('connection', (socket: Socket) => {
    if (isClosing) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  fastify.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.add(socket);
    response.once('close', () => {
      release(socket);
    });
  });
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    for (const socket of sockets) if (!busy.has(socket)) socket.end();
    done();
  });
}
