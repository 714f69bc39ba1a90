import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { httpErrors } from '../errors/http.errors.js';

const NUL_IN_FILE_PATH = /^\/(?:assets|docs)\/[^?]*%00/;

/** Serves what the pages load. */
export async function serveAssets(fastify: FastifyInstance): Promise<void> {
  // File systems throw at a NUL.
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(NUL_IN_FILE_PATH.test(request.url) ? httpErrors.notFound() : undefined);
  });
  const root = join(import.meta.dirname, 'assets');
  await fastify.register(fastifyStatic, { root, prefix: '/assets/', index: false, maxAge: '1h', decorateReply: false });
}
