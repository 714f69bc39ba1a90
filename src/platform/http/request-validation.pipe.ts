import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { httpErrors } from '../errors/http.errors.js';
import type { FieldProblem } from '../errors/problem.js';
import { readAs } from './read-as.js';

/**
 * Turns body, query and path parameters into instances of their DTO class and validates them. Unknown fields are refused by
 * name, nothing is coerced that the DTO does not coerce itself. A bad body is 422, a bad query or path is 400.
 */
export class RequestValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom' || !isDto(metatype)) return value;
    const fields = await readAs(metatype, value);
    if (Array.isArray(fields)) {
      throw type === 'body' ? httpErrors.validationFailed({ errors: fields }) : invalidParameters(fields);
    }
    return fields.instance;
  }
}

function invalidParameters(fields: FieldProblem[]) {
  const detail = fields.map(({ pointer, detail: text }) => `${pointer.slice(1)}: ${text}`).join('; ');
  return httpErrors.invalidParameter({ detail, errors: fields });
}

function isDto(metatype: Type | undefined): metatype is Type<object> {
  return metatype !== undefined && ![String, Boolean, Number, Array, Object, Function].includes(metatype as never);
}
