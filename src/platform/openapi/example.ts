import type { ComponentsObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';

type Schema = SchemaObject | ReferenceObject;

/**
 * An example of a whole value: the schema's own, else made of those of its parts. Left out are optional fields that have no
 * example, that name another resource (an example's id is nobody's), or a moment (an example's is past). `undefined` when nothing is known.
 */
export function exampleOf(schema: Schema, components: ComponentsObject): unknown {
  const target = resolve(schema, components);
  if (Array.isArray(target.examples)) return target.examples[0];
  if (target.default !== undefined) return target.default;
  if (target.enum) return target.enum[0];
  const [variant] = target.anyOf ?? target.oneOf ?? target.allOf ?? [];
  if (variant) return exampleOf(variant, components);
  if (target.items) return listOf(exampleOf(target.items, components));
  if (target.properties) return exampleOfFields(target, components);
  return undefined;
}

function exampleOfFields({ properties = {}, required = [] }: SchemaObject, components: ComponentsObject): object {
  const fields = Object.entries(properties).flatMap(([name, field]): [string, unknown][] => {
    const value = exampleOf(field, components);
    const isShown = required.includes(name) || !(isResourceId(field) || isMoment(field) || isEmptyObject(value));
    return value !== undefined && isShown ? [[name, value]] : [];
  });
  return Object.fromEntries(fields);
}

function isResourceId(field: Schema): boolean {
  if ('$ref' in field) return false;
  return field.format === 'uuid' || (field.items !== undefined && isResourceId(field.items));
}

function isMoment(field: Schema): boolean {
  return !('$ref' in field) && field.format === 'date-time';
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function listOf(item: unknown): unknown[] | undefined {
  return item === undefined ? undefined : [item];
}

export function resolve(schema: Schema, components: ComponentsObject): SchemaObject {
  if (!('$ref' in schema)) return schema;
  const name = schema.$ref.slice('#/components/schemas/'.length);
  return resolve(components.schemas?.[name] ?? {}, components);
}
