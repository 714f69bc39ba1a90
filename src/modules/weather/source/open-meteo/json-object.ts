import { UpstreamFailure } from '../upstream-failure.js';

/**
 * An object in somebody else's JSON, read with suspicion: what is missing or of another type is an
 * {@link UpstreamFailure} that names it, never an `undefined` that travels on.
 */
export class JsonObject {
  private constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  static of(value: unknown, path = 'answer'): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unusable(path, 'is not an object');
    return new JsonObject(value as Record<string, unknown>, path);
  }

  has(name: string): boolean {
    const value = this.fields[name];
    return value !== undefined && value !== null && value !== '';
  }

  number(name: string, min = -Infinity, max = Infinity): number {
    const value = this.fields[name];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max) {
      throw unusable(`${this.path}.${name}`, 'is not a number that can be');
    }
    return value;
  }

  integer(name: string, min: number, max: number): number {
    const value = this.number(name, min, max);
    if (!Number.isInteger(value)) throw unusable(`${this.path}.${name}`, 'is not a whole number');
    return value;
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string' || value === '') throw unusable(`${this.path}.${name}`, 'is not text');
    return value;
  }

  object(name: string): JsonObject {
    return JsonObject.of(this.fields[name], `${this.path}.${name}`);
  }

  list(name: string): unknown[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw unusable(`${this.path}.${name}`, 'is not a list');
    return value;
  }

  objects(name: string): JsonObject[] {
    return this.list(name).map((item, index) => JsonObject.of(item, `${this.path}.${name}[${index}]`));
  }

  /** The rows of a table that is given by its columns, which must be of one length. */
  rows(columns: readonly string[]): JsonObject[] {
    const lists = columns.map((name) => [name, this.list(name)] as const);
    const count = lists[0]?.[1].length ?? 0;
    const uneven = lists.find(([, list]) => list.length !== count);
    if (uneven) throw unusable(`${this.path}.${uneven[0]}`, `does not have ${count} values`);
    return Array.from({ length: count }, (_, index) =>
      JsonObject.of(Object.fromEntries(lists.map(([name, list]) => [name, list[index]])), `${this.path}[${index}]`),
    );
  }

  fail(name: string, problem: string): never {
    throw unusable(`${this.path}.${name}`, problem);
  }
}

function unusable(path: string, problem: string): UpstreamFailure {
  return new UpstreamFailure('incomplete', `${path} ${problem}`);
}
