import { bool, num, str } from 'envalid';
import { serviceUrl } from './variables.js';

/**
 * OpenTelemetry's own variables (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/), as far as
 * they matter here; its exporter also knows its other `OTEL_EXPORTER_OTLP_…`.
 */
export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: serviceUrl({
    default: undefined,
    example: 'http://collector:4318',
    desc: 'Sends traces to this OpenTelemetry collector (OTLP over HTTP). When unset, nothing of it is even loaded.',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: str({
    choices: ['http/protobuf', 'http/json'],
    default: 'http/protobuf',
    desc: 'How traces are written on the way there.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: str({
    default: undefined,
    example: 'authorization=Bearer%20…',
    desc: 'Headers for the collector, such as its key: `name=value`, comma-separated, values percent-encoded.',
  }),
  OTEL_SERVICE_NAME: str({ default: 'kitchen', desc: 'What this service is called in traces.' }),
  OTEL_RESOURCE_ATTRIBUTES: str({
    default: undefined,
    example: 'deployment.environment.name=production',
    desc: 'More that is said of this service in each trace.',
  }),
  OTEL_TRACES_SAMPLER: str({
    choices: [
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ],
    default: 'parentbased_always_on',
    desc: 'Which requests are traced; `parentbased_…` follows the caller’s `traceparent` where there is one.',
  }),
  OTEL_TRACES_SAMPLER_ARG: num({ default: 1, desc: 'For `…traceidratio`: which part of all, from 0 to 1.' }),
  OTEL_SDK_DISABLED: bool({ default: false, desc: 'Switches tracing off, whatever else is set.' }),
};
