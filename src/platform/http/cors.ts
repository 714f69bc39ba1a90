import type { FastifyCorsOptions } from '@fastify/cors';
import type { Config } from '../config/load-config.js';

const ONE_HOUR_SECONDS = 3600;

/** Which pages may call the API from a browser, and what their scripts may read of an answer. No cookies are used, so none are allowed. */
export function corsOptions(config: Config): FastifyCorsOptions {
  return {
    origin: config.get('CORS_ORIGINS'),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'Age',
      'ETag',
      'Idempotency-Replayed',
      'Link',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'X-Request-Id',
    ],
    // An OPTIONS request that is no preflight is answered like one, not refused in plain text.
    strictPreflight: false,
    maxAge: ONE_HOUR_SECONDS,
  };
}
