import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { COMPRESSION_THRESHOLD } from '../http/compression.js';
import { isKnown } from '../http/etag.js';
import { withVary } from '../http/vary.js';

const compress = promisify(gzip);

type Headers = Readonly<Record<string, string | string[] | number>>;

/** What goes out. */
interface Outgoing {
  status: number;
  headers: Headers;
  body: Buffer | undefined;
}

/** A finished answer that is the same for everybody: its bytes, and its bytes compressed once somebody wanted them so. */
export class PublicAnswer {
  private readonly bytes: Buffer;
  private readonly isLong: boolean;
  private readonly headers: Headers;
  private compressed: Promise<Buffer> | undefined;

  /** @param change what {@link PublicChanges.current} was before the answer was made. */
  constructor(
    body: string,
    headers: Headers,
    private readonly tag: string,
    readonly change: number,
  ) {
    this.bytes = Buffer.from(body);
    this.isLong = this.bytes.length >= COMPRESSION_THRESHOLD;
    this.headers = this.isLong ? { ...headers, vary: withVary(headers['vary'], 'Accept-Encoding') } : headers;
  }

  /** Twice what is sent, since there may be a compressed form as well. */
  get size(): number {
    return 2 * this.bytes.length + 1_000;
  }

  async for(request: FastifyRequest): Promise<Outgoing> {
    if (isKnown(request, this.tag, this.headers['last-modified'])) {
      const { 'content-type': _type, ...rest } = this.headers;
      return { status: 304, headers: rest, body: undefined };
    }
    if (this.isLong && acceptsGzip(request.headers['accept-encoding'])) {
      this.compressed ??= compress(this.bytes);
      return this.whole(await this.compressed, { 'content-encoding': 'gzip' });
    }
    return this.whole(this.bytes, {});
  }

  private whole(body: Buffer, more: Headers): Outgoing {
    return { status: 200, headers: { ...this.headers, ...more, 'content-length': body.length }, body };
  }
}

/** RFC 9110 §12.5.3, of which `q=0` is all that matters to somebody who has one coding to offer. */
function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return String(accepted ?? '')
    .split(',')
    .some((coding) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(coding));
}
