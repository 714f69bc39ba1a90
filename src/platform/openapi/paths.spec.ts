import type { OperationObject, PathsObject } from '@nestjs/swagger';
import { mergeSamePaths } from './paths.js';

describe('paths that differ only in the names of their parameters', () => {
  const operation = (...names: string[]): OperationObject => ({
    parameters: names.map((name) => ({ name, in: 'path', description: `the ${name}` })),
    responses: {},
  });

  it('become one, under the shorter names, each operation with its own description', () => {
    const paths: PathsObject = {
      '/posts/{idOrSlug}': { get: operation('idOrSlug') },
      '/posts': { get: operation() },
      '/posts/{id}': { patch: operation('id') },
    };

    expect(mergeSamePaths(paths)).toEqual({
      '/posts/{id}': {
        get: { parameters: [{ name: 'id', in: 'path', description: 'the idOrSlug' }], responses: {} },
        patch: operation('id'),
      },
      '/posts': { get: operation() },
    });
  });

  it('stay apart when a part of them has a name of its own', () => {
    const paths: PathsObject = {
      '/users/me': { get: operation() },
      '/users/{username}': { get: operation('username') },
    };

    expect(mergeSamePaths(paths)).toEqual(paths);
  });
});
