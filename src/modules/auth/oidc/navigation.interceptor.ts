import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Sends the browser elsewhere. */
export interface Navigation {
  to: string;
  /** A `Set-Cookie` to send it with. */
  cookie: string;
}

/** 303 (RFC 9110 §15.4.4), kept by nobody. */
export class Navigate implements NestInterceptor<Navigation, undefined> {
  intercept(context: ExecutionContext, next: CallHandler<Navigation>): Observable<undefined> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ to, cookie }) => {
        // The code behind the # must not be told to the next page.
        const headers = { location: to, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
        void reply.headers(headers).header('set-cookie', cookie);
        return undefined;
      }),
    );
  }
}
