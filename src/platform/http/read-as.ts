import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import type { FieldProblem } from '../errors/problem.js';
import { findForbiddenName, unknownField, unstorable } from './json-limits.js';
import { rememberRules } from './remembered-rules.js';
import { escapeToken, isStorable } from './text.js';

rememberRules();

/** What becomes of fields that the DTO does not know. */
export type UnknownFields = 'refused' | 'left out';

/**
 * Makes an instance of a DTO of a parsed value, and validates it. Nothing is coerced that the DTO does not coerce itself.
 *
 * @returns the instance, or what is wrong, with pointers into the value.
 */
export async function readAs<T extends object>(
  dto: Type<T>,
  value: unknown,
  unknownFields: UnknownFields = 'refused',
): Promise<FieldProblem[] | { instance: T }> {
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
    forbidNonWhitelisted: unknownFields === 'refused',
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

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => (at > 0 ? '_' : '') + letter.toLowerCase());
}
