import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { type Handler, inPlaceOf } from './handler.js';
import { currentReply } from './request-context.js';

/** OpenAPI extension under which the template travels until the document is finished (`openapi/`). */
export const LOCATION = 'x-location';

/** Sends `Location` with a created resource; `{field}` in the template is taken from it, e.g. `/api/v1/posts/{slug}`. */
export const Location = (template: string) =>
  applyDecorators(SetMetadata(LOCATION, template), ApiExtension(LOCATION, template));

/** The handler, telling where what it created is, if a {@link Location} says so. */
export function tellingLocation(handler: Handler): Handler {
  const template = Reflect.getMetadata(LOCATION, handler) as string | undefined;
  if (template === undefined) return handler;
  return inPlaceOf(handler, async function (this: object, ...input) {
    const view = (await handler.apply(this, input)) as Record<string, unknown>;
    const path = template.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(view[field])));
    void currentReply()?.header('location', path);
    return view;
  });
}
