import type { ComponentsObject, SchemaObject } from '@nestjs/swagger';
import { exampleOf } from './example.js';

describe('the example of a body', () => {
  const components: ComponentsObject = {
    schemas: {
      Place: { type: 'object', properties: { before: { type: 'string', format: 'uuid', examples: ['1'] } } },
      Due: { type: 'object', properties: { date: { type: 'string', examples: ['2026-11-24'] } } },
    },
  };
  const bodyOf = (properties: SchemaObject['properties'], required: string[] = []) =>
    exampleOf({ type: 'object', properties: properties!, required }, components);

  it('is made of the examples, defaults and choices of its fields', () => {
    const fields: SchemaObject['properties'] = {
      title: { type: 'string', examples: ['Buy flour'] },
      status: { type: 'string', default: 'open', enum: ['done', 'open'] },
      sort: { type: 'string', enum: ['newest', 'oldest'] },
      due: { anyOf: [{ $ref: '#/components/schemas/Due' }, { type: 'null' }] as never },
      labels: { type: 'array', items: { type: 'string', examples: ['errand'] } },
    };

    expect(bodyOf(fields)).toEqual({
      title: 'Buy flour',
      status: 'open',
      sort: 'newest',
      due: { date: '2026-11-24' },
      labels: ['errand'],
    });
  });

  it('leaves out optional fields that name another resource, or of which nothing is known', () => {
    const id: SchemaObject = { type: 'string', format: 'uuid', examples: ['019ad2c1'] };

    expect(
      bodyOf({
        listId: id,
        photoIds: { type: 'array', items: id },
        position: { $ref: '#/components/schemas/Place' },
        note: { type: 'string' },
      }),
    ).toEqual({});
    expect(bodyOf({ postId: id }, ['postId'])).toEqual({ postId: '019ad2c1' });
  });
});
