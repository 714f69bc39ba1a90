import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, onSendHookHandler } from 'fastify';
import { COMPRESSION_THRESHOLD } from './compression.js';
import { isRead } from './reads.js';
import { varyBy } from './vary.js';
import { versionOf } from './version.js';

declare module 'fastify' {
  interface FastifyReply {
    /** The version of the resource that is being shown. */
    shownVersion: number | undefined;
    /** Its `ETag`, unless who sends it looks after that. */
    entityTag: string | undefined;
  }
}

/**
 * Gives every answer of text an `ETag`, unless it brought its own (RFC 9110 §8.8.3).
 *
 * A tag is `"<version>.<hash>"` for a single resource and `"<hash>"` for a list. The hash covers the representation, counts
 * and `viewer` included, so a 304 is never stale. The version counts edits of the resource only, and is all that `If-Match`
 * compares (see `if-match.decorator.ts`): somebody's new comment must not make your edit of the post fail. The tag of an answer
 * that may be compressed on its way is a weak one (§8.8.1).
 */
export function addEntityTags(fastify: FastifyInstance): void {
  fastify.decorateReply('shownVersion', undefined);
  fastify.decorateReply('entityTag', undefined);

  fastify.addHook('preSerialization', (_request, reply, payload, done) => {
    reply.shownVersion = versionOf(payload);
    done(null, payload);
  });

  fastify.addHook('onSend', (_request, reply, text: unknown, done) => {
    const isText = typeof text === 'string';
    // As bytes from here on: text would be encoded for its tag, for its length, and to be sent.
    const payload = isText ? Buffer.from(text) : text;
    const tag = reply.statusCode < 300 && Buffer.isBuffer(payload) ? tagOf(reply, payload, isText) : undefined;
    if (tag !== undefined) {
      reply.entityTag = tag;
      void reply.header('etag', tag);
      // Also when it goes out as it is: a cache must not give it to somebody else for the compressed one, or the other way round.
      if (tag.startsWith('W/')) varyBy(reply, 'accept-encoding');
    }
    done(null, payload);
  });
}

/** Answers `If-None-Match` with 304 (RFC 9110 §13.1.2), after all others have seen the whole answer. */
export function leaveOutWhatIsKnown(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const tag = reply.entityTag;
    if (tag === undefined || !isRead(request) || !isKnown(request.headers, tag, reply.getHeader('last-modified'))) {
      done(null, payload);
      return;
    }
    void reply.code(304).removeHeader('content-length').removeHeader('content-type');
    // Not an empty text, of which Fastify would tell the length; its own handler of HEAD takes nothing else.
    done(null, request.method === 'HEAD' ? '' : null);
  });
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'HEAD') route.onSend = [route.onSend ?? [], leaveOutLength].flat();
  });
}

/** After Fastify has told the length of what a HEAD leaves out: with a 304 it would be taken for that of the answer (RFC 9110 §8.6). */
const leaveOutLength: onSendHookHandler = (_request, reply, payload, done) => {
  if (reply.statusCode === 304) void reply.removeHeader('content-length');
  done(null, payload);
};

/**
 * Text gets a tag unless the route has set one; bytes that a route keeps ready have only that. Files that are streamed are looked
 * after by who streams them.
 */
function tagOf(reply: FastifyReply, bytes: Buffer, isText: boolean): string | undefined {
  const tag = reply.getHeader('etag');
  if (typeof tag === 'string') return tag;
  return isText ? entityTag(bytes, reply.shownVersion) : undefined;
}

/** The tag of a representation that is being sent as this text, or as its bytes. */
export function entityTag(text: string | Buffer, version: number | undefined): string {
  const digest = hash('sha1', text, 'base64url');
  const strength = Buffer.byteLength(text) < COMPRESSION_THRESHOLD ? '' : 'W/';
  return version === undefined ? `${strength}"${digest}"` : `${strength}"${version}.${digest}"`;
}

/** `If-Modified-Since` counts only where there is no `If-None-Match` (RFC 9110 §13.1.3), and only the very time that was sent. */
export function isKnown(headers: IncomingHttpHeaders, tag: string, lastModified: unknown): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers;
  return tags === undefined ? since !== undefined && since === lastModified : matches(tags, tag);
}

/** Weak comparison, which is what `If-None-Match` asks for: compression at a proxy turns a tag into `W/"…"`. */
export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined || ifNoneMatch === tag) return ifNoneMatch !== undefined;
  return ifNoneMatch.split(',').some((candidate) => {
    const trimmed = candidate.trim();
    return trimmed === '*' || opaque(trimmed) === opaque(tag);
  });
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
