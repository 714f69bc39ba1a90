import type { FastifyInstance, FastifyRequest } from 'fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Which methods the address of this request has, whatever its own is. None where nothing is. */
export function methodsAt({ server, url }: FastifyRequest): string[] {
  return METHODS.filter((method) => {
    // Whatever its type says, there may be none.
    const route = server.findRoute({ method, url }) as object | null;
    return route !== null;
  });
}

/** The value of `Allow` (RFC 9110 §10.2.1). `OPTIONS` is answered everywhere, for the sake of browsers. */
export function allow(methods: readonly string[]): string {
  return [...methods, 'OPTIONS'].join(', ');
}

/** Tells those who ask for nothing else (RFC 9110 §9.3.7). Browsers, whose OPTIONS is a preflight, ask for more. */
export function tellMethods(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] === undefined) {
      const methods = methodsAt(request);
      if (methods.length > 0) void reply.header('allow', allow(methods));
    }
    done();
  });
}
