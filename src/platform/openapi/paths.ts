import type { OperationObject, ParameterObject, PathItemObject, PathsObject } from '@nestjs/swagger';

/**
 * Paths that differ only in how they name a parameter are one path to OpenAPI (§4.8.8.2), though two to a router that has
 * `GET /posts/:idOrSlug` and `PATCH /posts/:id`. They are put together under the shorter names; descriptions stay.
 */
export function mergeSamePaths(paths: PathsObject): PathsObject {
  const same = Map.groupBy(Object.entries(paths), ([path]) => path.replace(/\{[^}]+\}/g, '{}'));
  return Object.fromEntries([...same.values()].map(mergeItems));
}

function mergeItems(items: [string, PathItemObject][]): [string, PathItemObject] {
  const [shortest = ''] = items.map(([path]) => path).sort((a, b) => a.length - b.length);
  const renamed = items.map(([path, item]) => (path === shortest ? item : renameParameters(item, path, shortest)));
  return [shortest, Object.assign({}, ...renamed) as PathItemObject];
}

function renameParameters(item: PathItemObject, from: string, to: string): PathItemObject {
  const [before, after] = [namesIn(from), namesIn(to)];
  const rename = (parameter: ParameterObject) =>
    parameter.in === 'path'
      ? { ...parameter, name: after[before.indexOf(parameter.name)] ?? parameter.name }
      : parameter;
  return Object.fromEntries(
    Object.entries(item as Record<string, OperationObject>).map(([method, operation]) => [
      method,
      { ...operation, parameters: (operation.parameters as ParameterObject[]).map(rename) },
    ]),
  );
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
}
