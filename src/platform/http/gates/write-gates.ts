import { Injectable } from '@nestjs/common';
import { GUARDS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { Idempotency } from '../../idempotency/idempotency.js';
import { RateLimitGuard } from '../../limits/rate-limit.guard.js';
import type { Handler } from '../handler.js';
import { tellingLocation } from '../location.decorator.js';
import { UPLOAD_READER } from '../uploads/upload.decorators.js';
import { UploadInterceptor } from '../uploads/upload.interceptor.js';

/**
 * What every write goes through between the guard of the auth room and its handler: what is too much is refused, files are
 * received, and, once all is validated, what has been done already is not done again. In this order, so that nothing is received
 * in vain, and no transaction is open before it must be.
 *
 * The framework's own way to stand around a handler is an interceptor; with one, even if it does nothing, a request goes by way of
 * observables, which is a fifth of what a small write takes (docs/adr/0060). Only files are worth that.
 */
@Injectable()
export class WriteGates {
  constructor(
    private readonly limit: RateLimitGuard,
    private readonly upload: UploadInterceptor,
    private readonly idempotency: Idempotency,
  ) {}

  /** What answers a route in its handler's place. */
  around(handler: Handler): Handler {
    const gated = this.idempotency.around(tellingLocation(handler));
    addTo(gated, GUARDS_METADATA, this.limit);
    if (Reflect.hasMetadata(UPLOAD_READER, handler)) addTo(gated, INTERCEPTORS_METADATA, this.upload);
    return gated;
  }
}

/** Behind those that decorators put there. */
function addTo(handler: Handler, kind: string, gate: object): void {
  const own = (Reflect.getMetadata(kind, handler) ?? []) as object[];
  Reflect.defineMetadata(kind, [...own, gate], handler);
}
