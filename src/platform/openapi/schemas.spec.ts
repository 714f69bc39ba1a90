import type { OpenAPIObject, SchemaObject } from '@nestjs/swagger';
import { describeBodies, dropUnusedSchemas, moderniseSchema } from './schemas.js';

describe('schemas', () => {
  it('list their examples, at every depth', () => {
    const schema: SchemaObject = {
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string', example: 'a' } },
        due: { anyOf: [{ type: 'string', example: null }] },
        at: { type: 'string', format: 'date-time' },
      },
    };

    expect(moderniseSchema(schema)).toEqual({
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string', examples: ['a'] } },
        due: { anyOf: [{ type: 'string', examples: [null] }] },
        at: { type: 'string', format: 'date-time', examples: ['2026-11-22T14:00:00.000Z'] },
      },
    });
  });

  it.each([
    [10, 'integer'],
    [1.5, 'number'],
    [false, 'boolean'],
    ['newest', 'string'],
  ])('take the type of a field that declares none from its default: %p is a %s', (value, type) => {
    const undeclared = { allOf: [{ $ref: '#/components/schemas/Object' }], default: value };

    expect(moderniseSchema(undeclared)).toEqual({ default: value, type });
  });

  it('of bodies are closed and ask for nothing that has a default; those of answers stay open', () => {
    const document = documentOf({
      Body: { properties: { title: {}, status: { default: 'open' } }, required: ['title', 'status'] },
      Answer: { properties: { title: {} }, required: ['title'] },
    });
    describeBodies(document);

    expect(document.components!.schemas!['Body']).toMatchObject({ additionalProperties: false, required: ['title'] });
    expect(document.components!.schemas!['Answer']).not.toHaveProperty('additionalProperties');
  });

  it('that nothing refers to are dropped, those that are referred to by others are kept', () => {
    const document = documentOf({
      Body: {},
      Answer: { items: { $ref: '#/components/schemas/Inner' } },
      Inner: {},
      Object: {},
    });
    dropUnusedSchemas(document);

    expect(Object.keys(document.components!.schemas!)).toEqual(['Body', 'Answer', 'Inner']);
  });
});

/** A document with one route that takes a `Body` and answers with an `Answer`. */
function documentOf(schemas: Record<string, SchemaObject>): OpenAPIObject {
  const content = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
  return {
    openapi: '3.1.1',
    info: { title: 'Test', version: '1' },
    paths: {
      '/': {
        post: {
          requestBody: { content: content('Body') },
          responses: { 200: { description: '', content: content('Answer') } },
        },
      },
    },
    components: { schemas },
  };
}
