import { subscribe } from 'node:diagnostics_channel';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';

/** What undici, and Node's own `fetch` with it, says of a request on its channels. */
interface Call {
  request: { origin: string | URL; method: string; addHeader(name: string, value: string): void };
}

/**
 * Makes a span of each call to another service, and tells that service which trace it belongs to. Of its address only the
 * server is told: paths and queries hold places and keys.
 *
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
export function traceOutgoingCalls(tracer: Tracer): void {
  const spans = new WeakMap<object, Span>();

  on<Call>('undici:request:create', ({ request }) => {
    const { hostname, port, protocol } = new URL(request.origin);
    const span = tracer.startSpan(`${request.method} ${hostname}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': request.method,
        'server.address': hostname,
        'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
      },
    });
    spans.set(request, span);
    const headers: Record<string, string> = {};
    propagation.inject(trace.setSpan(context.active(), span), headers);
    for (const [name, value] of Object.entries(headers)) request.addHeader(name, value);
  });
  on<Call & { response: { statusCode: number } }>('undici:request:headers', ({ request, response: { statusCode } }) => {
    const span = spans.get(request)?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 400) {
      span?.setAttribute('error.type', String(statusCode)).setStatus({ code: SpanStatusCode.ERROR });
    }
  });
  on<Call>('undici:request:trailers', ({ request }) => spans.get(request)?.end());
  on<Call & { error: Error & { code?: string } }>('undici:request:error', ({ request, error }) => {
    spans
      .get(request)
      ?.setAttribute('error.type', error.code ?? error.name)
      .setStatus({ code: SpanStatusCode.ERROR })
      .end();
  });
}

function on<Message>(channel: string, listener: (message: Message) => void): void {
  subscribe(channel, (message) => {
    listener(message as Message);
  });
}
