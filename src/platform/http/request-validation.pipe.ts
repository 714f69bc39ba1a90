import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { httpErrors } from '../errors/http.errors.js';
import type { FieldProblem } from '../errors/problem.js';
import { findForbiddenName, unknownField, unstorable } from './json-limits.js';
import { escapeToken, isStorable } from './text.js';

/**
 * Turns body, query and path parameters into instances of their DTO class and validates them. Unknown fields are refused by
 * name, nothing is coerced that the DTO does not coerce itself. A bad body is 422, a bad query or path is 400.
 */
export class RequestValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom' || !isDto(metatype)) return value;
    const fields = await findProblems(metatype, value);
    if (Array.isArray(fields)) {
      throw type === 'body' ? httpErrors.validationFailed({ errors: fields }) : invalidParameters(fields);
    }
    return fields.instance;
  }
}

async function findProblems(dto: Type<object>, value: unknown): Promise<FieldProblem[] | { instance: object }> {
  const plain = value === undefined ? {} : value;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    return [{ pointer: '', code: 'type.object', detail: 'must be a JSON object' }];
  }
  // Query and path strings did not come through the body parser.
  for (const [name, text] of Object.entries(plain)) {
    const forbidden = findForbiddenName(name) ?? (isUnstorable(text) ? unstorable(`/${escapeToken(name)}`) : undefined);
    if (forbidden) return [forbidden];
  }
  const instance = plainToInstance(dto, plain);
  const errors = await validate(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  return errors.length > 0 ? errors.flatMap((error) => describe(error)) : { instance };
}

function describe(error: ValidationError, parent = ''): FieldProblem[] {
  const pointer = `${parent}/${escapeToken(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, detail]) =>
    constraint === 'whitelistValidation'
      ? unknownField(pointer)
      : { pointer, code: `field.${snakeCase(constraint)}`, detail },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => describe(child, pointer))];
}

function isUnstorable(value: unknown): boolean {
  return typeof value === 'string' && !isStorable(value);
}

function invalidParameters(fields: FieldProblem[]) {
  const detail = fields.map(({ pointer, detail: text }) => `${pointer.slice(1)}: ${text}`).join('; ');
  return httpErrors.invalidParameter({ detail, errors: fields });
}

function isDto(metatype: Type | undefined): metatype is Type<object> {
  return metatype !== undefined && ![String, Boolean, Number, Array, Object, Function].includes(metatype as never);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => (at > 0 ? '_' : '') + letter.toLowerCase());
}
