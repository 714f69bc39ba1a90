import { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, type Observable, switchMap } from 'rxjs';
import { httpErrors } from '../../errors/http.errors.js';
import { matches } from '../etag.js';
import { varyBy } from '../vary.js';
import { byteRangeOf } from './byte-range.js';
import type { ServedFile } from './served-file.js';

/** Answers with the bytes of a {@link ServedFile}: whole, in part, or not at all where the client has them already. */
@Injectable()
export class ServeFileInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<ServedFile>): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(switchMap((file) => from(answer(file, http.getRequest(), http.getResponse()))));
  }
}

async function answer(file: ServedFile, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { mediaType, byteSize, etag, cacheControl } = file;
  const { 'if-none-match': known, 'if-range': basis, range: wanted } = request.headers;
  // What is private shows itself to some credentials, or a signature, and to no others.
  if (cacheControl.startsWith('private')) varyBy(reply, 'Authorization');
  const common = { etag, 'cache-control': cacheControl, 'accept-ranges': 'bytes' };
  if (matches(known, etag)) {
    void reply.code(304).headers(common);
    return undefined;
  }
  const range = isStale(basis, etag) ? undefined : byteRangeOf(wanted, byteSize);
  if (range === 'unsatisfiable') {
    throw httpErrors.rangeNotSatisfiable({ headers: { 'content-range': `bytes */${byteSize}` } });
  }
  const { start, end } = range ?? { start: 0, end: byteSize - 1 };
  // Fastify counts anything but a stream itself.
  const content = request.method === 'HEAD' ? Readable.from([]) : await file.open({ start, end });
  void reply.headers({ ...common, 'content-type': mediaType, 'content-length': end - start + 1 });
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${byteSize}`);
  return new StreamableFile(content, { type: mediaType, length: end - start + 1 });
}

/** A part is only of use to who has the rest of the same bytes (RFC 9110 §13.1.5). */
function isStale(ifRange: string | string[] | undefined, etag: string): boolean {
  return ifRange !== undefined && ifRange !== etag;
}
