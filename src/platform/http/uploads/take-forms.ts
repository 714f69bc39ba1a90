import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { httpErrors } from '../../errors/http.errors.js';

/** Forms are for routes that take a file; on all others they are refused like any media type that is not JSON. */
export async function takeForms(fastify: FastifyInstance): Promise<void> {
  // A file that is cut off is noticed by who reads it.
  await fastify.register(multipart, { throwFileSizeLimit: false });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const isRefused = request.isMultipart() && !request.routeOptions.config.takesUpload;
    done(isRefused ? httpErrors.unsupportedMediaType() : undefined);
  });
}
