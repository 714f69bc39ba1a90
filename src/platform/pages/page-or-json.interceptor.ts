import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { varyBy } from '../http/vary.js';
import { prefersJson } from './accept.js';

/** The same thing for people and for programs. */
export interface Representations {
  /** Of the page; 200 when left out. */
  status?: number;
  page: () => string;
  /** May throw a problem instead. */
  data: () => object;
}

/** Sends the representation that the client prefers (RFC 9110 §12). */
export class PageOrJson implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<Representations>): Observable<string | object> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ status = 200, page, data }) => {
        varyBy(reply, 'Accept');
        if (prefersJson(request.headers.accept)) return data();
        void reply.status(status).type('text/html; charset=utf-8');
        return page();
      }),
    );
  }
}
