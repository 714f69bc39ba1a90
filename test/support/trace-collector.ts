import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface SeenSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, unknown>;
  status: { code?: number; message?: string };
}

/** A collector that keeps what it is sent (OTLP/HTTP, https://opentelemetry.io/docs/specs/otlp/#otlphttp). */
export interface TraceCollector {
  url: string;
  spans(): SeenSpan[];
  service(): Record<string, unknown>;
  bodies: { headers: IncomingHttpHeaders; body: Buffer; path: string }[];
  close(): Promise<void>;
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}
type RawSpan = Omit<SeenSpan, 'attributes'> & { attributes: Attribute[] };
interface Export {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: RawSpan[] }[] }[];
}

const plain = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

export async function startTraceCollector(): Promise<TraceCollector> {
  const bodies: TraceCollector['bodies'] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push({ headers: request.headers, body, path: request.url! });
      response.writeHead(200, { 'content-type': request.headers['content-type'] }).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const exports = () => bodies.flatMap(({ body }) => (JSON.parse(body.toString()) as Export).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans: () =>
      exports().flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, attributes: plain(span.attributes) }))),
      ),
    service: () => plain(exports()[0]!.resource.attributes),
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
