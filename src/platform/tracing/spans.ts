import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What takes part of the time of a request, or is asked for by none: named like its kind, without ids or values. */
export interface SpanDescription {
  name: string;
  kind: 'client' | 'consumer';
  attributes?: Record<string, string | number>;
}

/** OpenTelemetry's fields for log lines (https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/). */
export interface TraceIds {
  trace_id?: string;
  span_id?: string;
}

/** Tracing, where it is switched on. */
export interface Tracing {
  run<T>(description: SpanDescription, work: () => Promise<T>): Promise<T>;
  traceRequests(fastify: FastifyInstance): void;
  ids(request?: FastifyRequest): TraceIds;
}

/** Of the process, like standard output: what is traced has no injector at hand everywhere. */
let tracing: Tracing | undefined;

export function switchTracing(to: Tracing | undefined): void {
  tracing = to;
}

export function isTracing(): boolean {
  return tracing !== undefined;
}

/** Runs `work` as a part of what is being traced; when nothing is, it only runs it. */
export function inSpan<T>(describe: () => SpanDescription, work: () => Promise<T>): Promise<T> {
  return tracing ? tracing.run(describe(), work) : work();
}

/** Makes a trace of each request, or continues the one that its `traceparent` names (W3C Trace Context). */
export function traceRequests(fastify: FastifyInstance): void {
  tracing?.traceRequests(fastify);
}

/** Ties a log line to the trace of this request, or of what is going on here. */
export function traceIds(request?: FastifyRequest): TraceIds {
  return tracing?.ids(request) ?? {};
}
