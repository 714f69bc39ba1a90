import { createServer } from 'node:http';
import { listen } from './listen.js';

/**
 * How fast an answer can be given that is at hand: Node's own HTTP server and a Buffer. It takes the answers from the application
 * (`ORIGIN`) at the first request for them.
 */
interface Kept {
  body: Buffer;
  type: string;
  tag: string;
}

const kept = new Map<string, Kept>();

async function fetchFrom(url: string): Promise<Kept> {
  const response = await fetch(`${process.env['ORIGIN']}${url}`, { headers: { 'accept-encoding': 'identity' } });
  const [type, tag] = [response.headers.get('content-type') ?? '', response.headers.get('etag') ?? ''];
  return { body: Buffer.from(await response.arrayBuffer()), type, tag };
}

const server = createServer((request, response) => {
  const url = request.url!;
  const answer = ({ body, type, tag }: Kept) => {
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304, { etag: tag }).end();
      return;
    }
    response.writeHead(200, { 'content-type': type, 'content-length': body.length, etag: tag }).end(body);
  };
  const known = kept.get(url);
  if (known) {
    answer(known);
    return;
  }
  void fetchFrom(url).then((fetched) => {
    kept.set(url, fetched);
    answer(fetched);
  });
});
listen(server);
