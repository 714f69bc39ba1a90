/** An operation that is referred to has made nothing, or does not come before. */
export class UnknownReference extends Error {
  /** @param pointer into the body; undefined when it is in the path. */
  constructor(readonly pointer: string | undefined) {
    super('refers to no earlier operation that made something');
  }
}

/** Ids of what earlier operations made, by their index; undefined where one made nothing. */
export type MadeIds = readonly (string | undefined)[];

/** Puts ids in the place of each `{"$ref": index}` of a body. @throws UnknownReference */
export function resolveBody(value: unknown, made: MadeIds, pointer = ''): unknown {
  if (Array.isArray(value))
    return value.map((element, index) => resolveBody(element, made, `${pointer}/${String(index)}`));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === '$ref') return idOf(first[1], made, pointer);
  return Object.fromEntries(entries.map(([key, child]) => [key, resolveBody(child, made, `${pointer}/${key}`)]));
}

/** Puts ids in the place of each `$index` that is a part of a path. @throws UnknownReference */
export function resolvePath(path: string, made: MadeIds): string {
  return path.replace(/(?<=\/)\$(\d{1,3})(?=[/?]|$)/g, (_, index: string) => idOf(Number(index), made, undefined));
}

function idOf(index: unknown, made: MadeIds, pointer: string | undefined): string {
  const id = typeof index === 'number' ? made[index] : undefined;
  if (id === undefined) throw new UnknownReference(pointer);
  return id;
}
