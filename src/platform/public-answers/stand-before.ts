import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/**
 * Lets somebody see each request before the framework does.
 *
 * @param answer returns whether it has been answered, and so is none of the framework's business.
 */
export function standBefore(
  server: Server,
  answer: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const [framework] = server.listeners('request') as [RequestListener];
  server.off('request', framework);
  server.on('request', (request, response) => {
    if (!answer(request, response)) framework.call(server, request, response);
  });
}
