/**
 * The version of a resource travels beside its representation under this symbol, which JSON leaves out. It becomes the first
 * part of the `ETag`, the part that `If-Match` is compared with.
 */
const VERSION = Symbol('version');

export function versioned<View extends object>(version: number, view: View): View {
  return Object.assign(view, { [VERSION]: version });
}

export function versionOf(payload: unknown): number | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  return (payload as { [VERSION]?: number })[VERSION];
}
