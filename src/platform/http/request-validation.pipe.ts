import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { httpErrors } from '../errors/http.errors.js';
import type { FieldProblem } from '../errors/problem.js';
import { mayRepeat, takesAnyQuery } from './query.decorators.js';
import { readAs } from './read-as.js';
import { escapeToken } from './text.js';

/** How many addresses are remembered; longer ones are nobody's favourites. */
const [MAX_REMEMBERED, MAX_LENGTH] = [1_000, 300];

/**
 * Turns body, query and path parameters into instances of their DTO class and validates them. Unknown fields are refused by
 * name, nothing is coerced that the DTO does not coerce itself. A bad body is 422, a bad query or path is 400.
 *
 * What an address says does not depend on when it is read: queries and paths that were found good are remembered, frozen.
 */
export class RequestValidationPipe implements PipeTransform {
  private readonly remembered = new LRUCache<string, object>({ max: MAX_REMEMBERED });
  private readonly names = new Map<Type, string>();

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || !isDto(metatype)) return value;
    if (type === 'body') return this.readBody(metatype, value);
    const address = this.nameOf(metatype) + JSON.stringify(value);
    return this.remembered.get(address) ?? this.readAddress(metatype, value, address);
  }

  private async readBody(dto: Type<object>, value: unknown): Promise<object> {
    const fields = await readAs(dto, value);
    if (Array.isArray(fields)) throw httpErrors.validationFailed({ errors: fields });
    return fields.instance;
  }

  private async readAddress(dto: Type<object>, value: unknown, address: string): Promise<object> {
    const isAnybodys = takesAnyQuery(dto);
    const repeated = isAnybodys ? [] : repeatedIn(value, dto);
    const fields = repeated.length > 0 ? repeated : await readAs(dto, value, isAnybodys ? 'left out' : 'refused');
    if (Array.isArray(fields)) throw invalidParameters(fields);
    const instance = Object.freeze(fields.instance);
    if (address.length <= MAX_LENGTH) this.remembered.set(address, instance);
    return instance;
  }

  /** One for each class: two rooms may call theirs the same. */
  private nameOf(dto: Type): string {
    let name = this.names.get(dto);
    if (name === undefined) this.names.set(dto, (name = `${this.names.size} `));
    return name;
  }
}

/** What is there several times comes as a list, of which the validators would say what is wrong with a list. */
function repeatedIn(address: unknown, dto: Type<object>): FieldProblem[] {
  return Object.entries(address ?? {}).flatMap(([name, value]) => {
    if (!Array.isArray(value) || mayRepeat(dto, name)) return [];
    return {
      pointer: `/${escapeToken(name)}`,
      code: 'field.repeated',
      detail: 'is there more than once; send it once',
    };
  });
}

function invalidParameters(fields: FieldProblem[]) {
  const detail = fields.map(({ pointer, detail: text }) => `${pointer.slice(1)}: ${text}`).join('; ');
  return httpErrors.invalidParameter({ detail, errors: fields });
}

const NO_DTO = new Set<unknown>([undefined, String, Boolean, Number, Array, Object, Function]);

function isDto(metatype: Type | undefined): metatype is Type<object> {
  return !NO_DTO.has(metatype);
}
