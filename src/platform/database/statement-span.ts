import type { SpanDescription } from '../tracing/spans.js';

/** As OpenTelemetry wants it: the text has placeholders where the values go, so it holds none. */
export function spanOf(text: string): SpanDescription {
  const [, operation = ''] = /^\s*(\w+)/.exec(text) ?? [];
  const [, table] = /\b(?:from|into|update)\s+(?:only\s+)?([\w.]+)/i.exec(text) ?? [];
  return {
    name: table === undefined ? operation : `${operation} ${table}`,
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      'db.query.text': text,
      ...(table !== undefined && { 'db.collection.name': table }),
    },
  };
}
