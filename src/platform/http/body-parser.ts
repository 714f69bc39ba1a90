import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import { httpErrors } from '../errors/http.errors.js';
import { depthExceeds, MAX_DEPTH } from './json-depth.js';
import { findForbidden } from './json-limits.js';

const JSON_TYPE = 'application/json';

/** What the bodies of PATCH are (RFC 7396), by their own name. Most clients call them JSON, which they are as well. */
export const MERGE_PATCH = 'application/merge-patch+json';
export const PATCH_TYPES = [JSON_TYPE, MERGE_PATCH];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON in UTF-8 and nothing else: another charset or a compressed body would be stored as something it is not. */
export function takeJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(PATCH_TYPES, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (!isTaken(request)) throw httpErrors.unsupportedMediaType();
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function isTaken({ method, headers }: FastifyRequest): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  if (type.toLowerCase().startsWith(MERGE_PATCH) && method !== 'PATCH') return false;
  return encoding === 'identity' && /^[^;]+(?:;\s*charset="?utf-?8"?)?\s*$/i.test(type);
}

/**
 * Parses a JSON body (RFC 8259). Depth is measured on the text, before anything recurses into the value; prototype keys, text
 * that PostgreSQL cannot store as it is, and objects of a size that only stalls the validation are refused.
 */
function parseJsonBody(body: Buffer): unknown {
  const text = orMalformed(() => utf8.decode(body));
  if (text.trim() === '') return undefined;
  if (depthExceeds(text, MAX_DEPTH)) throw httpErrors.tooDeep();
  const value = orMalformed(() => parse(text) as unknown);
  const forbidden = findForbidden(value);
  if (forbidden) throw httpErrors.validationFailed({ errors: [forbidden] });
  return value;
}

function orMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw httpErrors.malformedJson({ cause });
  }
}
