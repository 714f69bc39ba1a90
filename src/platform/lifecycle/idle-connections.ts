import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How often connections are looked for whose last answer has gone out since the doors were closed. */
const LOOK_EVERY_MILLIS = 20;

/**
 * Closes what is idle when the application closes, also connections on which nothing was ever asked: browsers and proxies open
 * some in advance, Node does not count them as idle, and once it has begun to close it never looks at any of them again.
 */
export function closeIdleConnections(fastify: FastifyInstance): void {
  const server = fastify.server;
  const silent = new Set<Socket>();
  let isClosing = false;

  server.on('connection', (socket: Socket) => {
    if (isClosing) {
      socket.destroy();
      return;
    }
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage) => {
    silent.delete(socket);
  });
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    for (const socket of silent) socket.end();
    const looking = setInterval(() => {
      server.closeIdleConnections();
    }, LOOK_EVERY_MILLIS).unref();
    server.once('close', () => {
      clearInterval(looking);
    });
    done();
  });
}
