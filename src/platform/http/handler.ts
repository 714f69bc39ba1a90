/** A controller's method that answers a route. */
export type Handler = (...input: unknown[]) => unknown;

/**
 * What stands in a handler's place, before Nest looks for the application's routes. Whoever asks what decorators said of the
 * handler is told the same by what stands in for it: metadata is looked for along the prototypes.
 */
export function inPlaceOf(handler: Handler, substitute: Handler): Handler {
  Object.setPrototypeOf(substitute, handler);
  return Object.defineProperty(substitute, 'name', { value: handler.name });
}
