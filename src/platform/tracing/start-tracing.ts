import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Settings } from '../config/load-config.js';
import { switchTracing } from './spans.js';

/** So long the last spans may take on their way out when the process ends. */
const FLUSH_MILLIS = 2_000;
const SILENCE_MILLIS = 60_000;

/**
 * Switches tracing on where `OTEL_EXPORTER_OTLP_ENDPOINT` says where to. What it needs is loaded only then. A collector that is
 * away costs nothing but the spans: they are kept in a bounded queue and dropped, and a line is logged once a minute.
 *
 * @returns how to stop it: what is still to be sent is sent, within two seconds.
 */
export async function startTracing(settings: Settings, log: Logger): Promise<() => Promise<void>> {
  if (settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined || settings.OTEL_SDK_DISABLED) return () => Promise.resolve();
  const { context, diag, DiagLogLevel, propagation } = await import('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OpenTelemetry } = await import('./open-telemetry.js');
  const { traceOutgoingCalls } = await import('./outgoing-calls.js');

  const say = onceIn(SILENCE_MILLIS, () => {
    log.warn({}, 'traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT; they are dropped');
  });
  const silent = () => undefined;
  const listener = { error: say, warn: silent, info: silent, debug: silent, verbose: silent };
  diag.setLogger(listener, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());

  const provider = new TracerProvider({
    resource: await resource(settings),
    sampler: await sampler(settings),
    spanProcessors: [new BatchSpanProcessor({ exporter: await exporter(settings) })],
  });
  const tracer = provider.getTracer('kitchen');
  traceOutgoingCalls(tracer);
  switchTracing(new OpenTelemetry(tracer));
  return async () => {
    switchTracing(undefined);
    await Promise.race([provider.shutdown().catch(say), delay(FLUSH_MILLIS, undefined, { ref: false })]);
  };
}

async function exporter({ OTEL_EXPORTER_OTLP_PROTOCOL: protocol }: Settings) {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

async function resource({ OTEL_SERVICE_NAME: name }: Settings) {
  const { detectResources, resourceAttributesEnvDetector, resourceFromAttributes } =
    await import('@opentelemetry/resources');
  return detectResources({ detectors: [resourceAttributesEnvDetector] }).merge(
    resourceFromAttributes({ 'service.name': name }),
  );
}

async function sampler({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: ratio }: Settings) {
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } =
    await import('@opentelemetry/sdk-trace');
  const own = name.endsWith('always_on')
    ? new AlwaysOnSampler()
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root: own }) : own;
}

function onceIn(millis: number, act: () => void): () => void {
  let last = -Infinity;
  return () => {
    if (performance.now() - last < millis) return;
    last = performance.now();
    act();
  };
}
