import { errorOfConstraint } from '../errors/define-errors.js';
import { inSpan, type SpanDescription } from '../tracing/spans.js';
import { isReportedByServer } from './postgres-errors.js';

/**
 * Asks PostgreSQL something, as a part of what is being traced.
 *
 * @throws the domain error that a room declared for a violated constraint, else pg's own, with a stack that leads to who asked.
 */
export async function asking<T>(text: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await inSpan(() => spanOf(text), ask);
  } catch (error) {
    // Made where the answer was read, of which nobody learns who asked.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw (isReportedByServer(error) && error.constraint && errorOfConstraint(error.constraint)) || error;
  }
}

/** As OpenTelemetry wants it: the text has placeholders where the values go, so it holds none. */
function spanOf(text: string): SpanDescription {
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
