import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';

/** OpenAPI extension under which the template travels until the document is finished (`openapi/`). */
export const LOCATION = 'x-location';

/** Sends `Location` with a created resource; `{field}` in the template is taken from it, e.g. `/api/v1/posts/{slug}`. */
export const Location = (template: string) =>
  applyDecorators(UseInterceptors(new LocationInterceptor(template)), ApiExtension(LOCATION, template));

class LocationInterceptor implements NestInterceptor {
  constructor(private readonly template: string) {}

  intercept(context: ExecutionContext, next: CallHandler<Record<string, unknown>>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((view) => {
        const path = this.template.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(view[field])));
        void reply.header('location', path);
      }),
    );
  }
}
