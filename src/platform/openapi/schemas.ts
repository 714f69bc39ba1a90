import type { OpenAPIObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';

type Schema = SchemaObject | ReferenceObject;
type Schemas = Record<string, Schema>;
type WithExample = Omit<SchemaObject, 'example'> & { example?: unknown };

const UNKNOWN_TYPE = '#/components/schemas/Object';

/** Of formats whose values all look alike. */
const EXAMPLES: Record<string, string> = {
  'date-time': '2026-11-22T14:00:00.000Z',
  uuid: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10',
};

/**
 * OpenAPI 3.1 schemas are JSON Schema 2020-12, where `example` has given way to a list of `examples`. (`nullable` is dealt with
 * by @nestjs/swagger.)
 */
export function moderniseSchema<Any extends Schema>(schema: Any): Any {
  if ('$ref' in schema) return schema;
  const { example, examples, ...rest } = withType(schema) as WithExample;
  const common = EXAMPLES[rest.format ?? ''];
  const shown = example === undefined ? (examples ?? (common && [common])) : [example];
  return {
    ...rest,
    ...(shown !== undefined && { examples: shown }),
    ...(rest.properties && { properties: moderniseSchemas(rest.properties) }),
    ...(rest.items && { items: moderniseSchema(rest.items) }),
    ...(rest.allOf && { allOf: rest.allOf.map(moderniseSchema) }),
    ...(rest.anyOf && { anyOf: rest.anyOf.map(moderniseSchema) }),
    ...(rest.oneOf && { oneOf: rest.oneOf.map(moderniseSchema) }),
  } as Any;
}

/** TypeScript tells decorators nothing of a type that it inferred (`limit = 10`), which arrives here as `Object`. */
function withType(schema: SchemaObject): SchemaObject {
  const { allOf = [], ...rest } = schema;
  const isUnknown = allOf.some((part) => '$ref' in part && part.$ref === UNKNOWN_TYPE);
  if (!isUnknown || rest.default === undefined) return schema;
  return { ...rest, type: Number.isInteger(rest.default) ? 'integer' : typeof rest.default };
}

export function moderniseSchemas(schemas: Schemas): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, moderniseSchema(schema)]));
}

/** Unknown fields of a body are refused, and those with a default may be left out: the schemas that only bodies use say so. */
export function describeBodies({ paths, components }: OpenAPIObject): void {
  const schemas = components?.schemas ?? {};
  const operations = Object.values(paths).flatMap(({ get, put, post, patch, delete: remove }) =>
    [get, put, post, patch, remove].flatMap((operation) => operation ?? []),
  );
  const sent = namesUnder(
    operations.map(({ requestBody }) => requestBody),
    schemas,
  );
  const received = namesUnder(
    operations.map(({ responses }) => responses),
    schemas,
  );
  for (const name of sent) {
    const schema = schemas[name];
    if (!schema || !('properties' in schema) || received.has(name)) continue;
    const { properties = {}, required = [] } = schema;
    schema.required = required.filter((field) => !('default' in (properties[field] ?? {})));
    schema.additionalProperties = false;
  }
}

/** Swagger keeps what it has once come across, such as the `Object` that a type was replaced by. */
export function dropUnusedSchemas({ paths, components = {} }: OpenAPIObject): void {
  const schemas = components.schemas ?? {};
  const used = namesUnder(paths, schemas);
  components.schemas = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/** Names of all schemas that are referred to anywhere below, however indirectly. */
function namesUnder(node: unknown, schemas: Schemas, found = new Set<string>()): Set<string> {
  for (const [, name = ''] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    namesUnder(schemas[name], schemas, found);
  }
  return found;
}
