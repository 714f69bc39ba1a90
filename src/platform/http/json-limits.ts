import type { FieldProblem } from '../errors/problem.js';
import { escapeToken, isStorable } from './text.js';

/** More members than any object, and more elements than any list, of this API has. Validating each costs time. */
const MAX_MEMBERS = 100;
const MAX_ELEMENTS = 1_000;

/**
 * The first thing in a parsed body that no DTO could make sense of: text that cannot be stored, a name that every JavaScript
 * object has (which libraries drop in silence), too many members or elements. The value must not be deeper than bodies may be.
 */
export function findForbidden(value: unknown, pointer = ''): FieldProblem | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : unstorable(pointer);
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.length > (Array.isArray(value) ? MAX_ELEMENTS : MAX_MEMBERS)) {
    return {
      pointer,
      code: 'field.too_many',
      detail: `holds ${entries.length} values, which is more than anything here takes`,
    };
  }
  for (const [key, child] of entries) {
    const found = findForbiddenName(key, pointer) ?? findForbidden(child, `${pointer}/${escapeToken(key)}`);
    if (found) return found;
  }
  return undefined;
}

/** Names that no DTO has, and that would not come to be refused as unknown. */
export function findForbiddenName(key: string, pointer = ''): FieldProblem | undefined {
  if (!isStorable(key)) return unstorable(pointer);
  return key in Object.prototype ? unknownField(`${pointer}/${escapeToken(key)}`) : undefined;
}

export function unknownField(pointer: string): FieldProblem {
  return { pointer, code: 'field.unknown', detail: 'is not a field that is known here' };
}

export function unstorable(pointer: string): FieldProblem {
  const detail = 'contains a NUL character or half of a surrogate pair, which is not text';
  return { pointer, code: 'text.not_storable', detail };
}
