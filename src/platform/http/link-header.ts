import type { FastifyInstance } from 'fastify';

/** `Link: <…>; rel="next"` (RFC 8288) on every page that has a next one. The target is relative, so no proxy can spoil it. */
export function linkNextPages(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    const cursor = (payload as { nextCursor?: string | null } | null)?.nextCursor;
    if (typeof cursor === 'string') {
      // What follows on a second question mark belongs to the query as well (RFC 3986 §3.4).
      const [path = '', ...query] = request.url.split('?');
      const parameters = new URLSearchParams(query.join('?'));
      parameters.set('cursor', cursor);
      void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
    }
    done(null, payload);
  });
}
