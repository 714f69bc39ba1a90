import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const IGNORES_KEY = 'kitchen:ignores-idempotency-key';
/** OpenAPI extension under which the same travels until the document is finished (`openapi/`). */
export const IGNORES_KEY_EXTENSION = 'x-ignores-idempotency-key';

/**
 * For a POST that takes guesses at a secret: they are counted before they are made, and in the transaction around a key the count
 * would be taken back with the refusal. What such a route does must be harmless to repeat.
 */
export const IgnoresIdempotencyKey = () =>
  applyDecorators(SetMetadata(IGNORES_KEY, true), ApiExtension(IGNORES_KEY_EXTENSION, true));
