import type { FastifyCompressOptions } from '@fastify/compress';

/** Answers of at least this many bytes go out compressed to whoever accepts it; shorter ones gain nothing. */
export const COMPRESSION_THRESHOLD = 1024;

/** gzip alone: brotli at a level worth having takes ten times as long, and a proxy in front does it better. */
export const compression: FastifyCompressOptions = {
  global: true,
  // Bodies are taken as they are: see `body-parser.ts`.
  globalDecompression: false,
  threshold: COMPRESSION_THRESHOLD,
  encodings: ['gzip', 'identity'],
};
