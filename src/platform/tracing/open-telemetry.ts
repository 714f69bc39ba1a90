import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SpanDescription, TraceIds, Tracing } from './spans.js';

const KINDS = { client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };

/** Asked every few seconds by machines, and of interest to nobody afterwards. */
const UNINTERESTING = /^\/(?:health\/|metrics(?:$|\?))/;

/**
 * Spans by OpenTelemetry's conventions, written by hand at the few places where this process meets others: requests, statements,
 * jobs and calls. Only templates, texts with placeholders and codes get in: no paths, queries, values or messages, in which
 * there may be secrets (docs/adr/0066).
 */
export class OpenTelemetry implements Tracing {
  private readonly requests = new WeakMap<FastifyRequest, Span>();

  constructor(private readonly tracer: Tracer) {}

  async run<T>({ name, kind, attributes }: SpanDescription, work: () => Promise<T>): Promise<T> {
    // Whatever woke the worker has nothing to do with the job.
    const parent = kind === 'consumer' ? ROOT_CONTEXT : context.active();
    const span = this.tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes } }, parent);
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  traceRequests(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (UNINTERESTING.test(request.url)) {
        done();
        return;
      }
      const parent = propagation.extract(ROOT_CONTEXT, request.headers);
      const span = this.begin(request, parent);
      // Not `onResponse`, which does not come when the client has hung up.
      reply.raw.once('close', () => {
        end(span, reply.raw.writableFinished ? reply.statusCode : undefined);
      });
      context.with(trace.setSpan(parent, span), done);
    });
  }

  ids(request?: FastifyRequest): TraceIds {
    const span = (request && this.requests.get(request)) ?? trace.getActiveSpan();
    if (!span) return {};
    const { traceId, spanId } = span.spanContext();
    return { trace_id: traceId, span_id: spanId };
  }

  private begin(request: FastifyRequest, parent: Context): Span {
    const route = request.routeOptions.url;
    const span = this.tracer.startSpan(
      route === undefined ? request.method : `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          'url.scheme': request.protocol,
          'kitchen.request_id': request.id,
          ...(route !== undefined && { 'http.route': route }),
        },
      },
      parent,
    );
    this.requests.set(request, span);
    return span;
  }
}

/** @param status undefined when the client had gone before it had its answer. */
function end(span: Span, status: number | undefined): void {
  if (status === undefined) span.setAttribute('error.type', 'client_gone');
  else span.setAttribute('http.response.status_code', status);
  if (status !== undefined && status >= 500) {
    span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** PostgreSQL's messages may quote values, so only what names the fault is told. */
function fail(span: Span, error: unknown): void {
  const { code, name } = error as { code?: unknown; name?: unknown };
  span.setAttribute('error.type', String(code ?? name)).setStatus({ code: SpanStatusCode.ERROR });
}
