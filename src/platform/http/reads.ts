import type { FastifyRequest } from 'fastify';

/** Whether a request reads something. OPTIONS does not: it is answered before anything is. */
export function isRead({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}
