import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';

const FRESHNESS = Symbol('freshness');

interface Freshness {
  /** Since the source gave it. */
  readonly ageSeconds: number;
  /** How old it may become before it has to be fetched anew. */
  readonly lifetimeSeconds: number;
}

/** Says of a view how old it is. It travels under a symbol, which JSON leaves out: else each second would have its own ETag. */
export function withFreshness<View extends object>(view: View, freshness: Freshness): View {
  return Object.assign(view, { [FRESHNESS]: freshness });
}

/**
 * Tells caches how old an answer is and how long it is good (RFC 9111 §4.2, §5.1): what is left is the lifetime less the age,
 * so that an answer given out for want of a newer one is stale for them as well.
 */
@Injectable()
export class FreshnessInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<{ [FRESHNESS]?: Freshness }>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(({ [FRESHNESS]: freshness }) => {
        if (!freshness) return;
        const { ageSeconds, lifetimeSeconds } = freshness;
        void reply.headers({ age: ageSeconds, 'cache-control': `public, max-age=${lifetimeSeconds}` });
      }),
    );
  }
}
