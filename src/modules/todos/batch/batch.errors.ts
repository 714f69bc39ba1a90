import { httpErrors } from '../../../platform/errors/http.errors.js';
import type { FieldProblem, Problem } from '../../../platform/errors/problem.js';
import { todoErrors } from '../todo.errors.js';
import type { UnknownReference } from './references.js';

/** 422: an operation was refused, as by itself it would have been with the status and code of `problem`. */
export function operationFailed(index: number, { definition, details }: Problem): Problem {
  const { status, code, title, help } = definition;
  const detail = details.detail ?? help;
  // What is wrong in a query is wrong in the path, which holds it.
  const place = status === 400 ? () => '/path' : ({ pointer }: FieldProblem) => `/body${pointer}`;
  const at = `/operations/${String(index)}`;
  const fields = (details.errors ?? []).map((field) => ({ ...field, pointer: `${at}${place(field)}` }));
  return todoErrors.batchFailed({
    detail: `Operation ${String(index)} was refused: ${title}. Nothing was changed.`,
    errors: fields.length > 0 ? fields : [{ pointer: at, code, detail: title }],
    members: { index, problem: { status, code, title, detail, ...(details.errors && { errors: details.errors }) } },
  });
}

export function unknownReference(index: number, { pointer, message }: UnknownReference): Problem {
  const field = { pointer: pointer ?? '/path', code: 'todos.unknown_reference', detail: message };
  const refusal = pointer === undefined ? httpErrors.invalidParameter : httpErrors.validationFailed;
  return operationFailed(index, refusal({ detail: `A reference ${message}.`, errors: [field] }));
}

export function tooManySlowRules(most: number): Problem {
  const detail = `is one of more than ${String(most)} in a batch that take long to reckon; send those in several batches`;
  return httpErrors.validationFailed({
    errors: [{ pointer: '/recurrence/rule', code: 'todos.too_many_slow_rules', detail }],
  });
}

export function unknownOperation(): Problem {
  return httpErrors.notFound({ detail: 'No route that a batch may use has this method and path.' });
}
