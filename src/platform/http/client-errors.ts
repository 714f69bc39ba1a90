import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { httpErrors } from '../errors/http.errors.js';

/** Answers what Node's HTTP parser refused, long before there is a request that anything else could answer. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, status, title, help } = errorFor(error.code).definition;
  const requestId = randomUUID();
  const body = JSON.stringify({
    type: `/problems/${code}`,
    title,
    status,
    detail: help,
    instance: '',
    code,
    requestId,
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function errorFor(code: string | undefined) {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return httpErrors.timeout;
  if (code === 'HPE_HEADER_OVERFLOW') return httpErrors.headersTooLarge;
  return httpErrors.badRequest;
}
