import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpErrors } from '../../errors/http.errors.js';
import { FILE_TYPES, type FileType } from './upload.decorators.js';

/** Forms and files are for routes that take one; on all others they are refused like any media type that is not JSON. */
export async function takeForms(fastify: FastifyInstance): Promise<void> {
  // A file that is cut off is noticed by who reads it.
  await fastify.register(multipart, { throwFileSizeLimit: false });
  // Left to who receives the file; bodies of a route that takes none are never read.
  fastify.addContentTypeParser([...FILE_TYPES], (_request, _payload, done) => {
    done(null);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const { takesUpload, takesTypes = [] } = request.routeOptions.config;
    const type = fileTypeOf(request);
    const isRefused = (request.isMultipart() && !takesUpload) || (type !== undefined && !takesTypes.includes(type));
    const isWrong = isRefused || (type && !isPlain(request));
    // Where there is no route, that is what is said.
    done(isWrong && !request.is404 ? httpErrors.unsupportedMediaType() : undefined);
  });
}

/** Of a body that is a file by itself. */
export function fileTypeOf({ headers }: FastifyRequest): FileType | undefined {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return FILE_TYPES.find((name) => name === type);
}

/** What is compressed, or in another charset than UTF-8, would be read as something it is not. */
function isPlain({ headers }: FastifyRequest): boolean {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return (headers['content-encoding'] ?? 'identity') === 'identity' && /^(utf-?8|us-ascii)$/i.test(charset);
}
