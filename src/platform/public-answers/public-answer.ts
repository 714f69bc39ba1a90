import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { COMPRESSION_THRESHOLD } from '../http/compression.js';
import { isKnown } from '../http/etag.js';
import { REQUEST_ID } from '../http/request-context.js';

const compress = promisify(gzip);

/** The net under the notifications, and the limit for what changes with time alone: no answer is believed for longer than this. */
const LIFETIME_MILLIS = 5_000;

/** Belong to one sending of an answer; all other headers belong to the answer itself. */
const OF_ONE_SENDING = [REQUEST_ID, 'connection', 'content-length'];

type Headers = Record<string, string | number | string[] | undefined>;

/** Names and values by turns, as they are sent. */
type Head = readonly string[];

/** An answer as it was made for the first who asked. */
interface Made {
  body: Buffer;
  headers: Headers;
  tag: string;
  /** The template of the route. */
  route: string;
  /** What {@link PublicChanges.current} was before it was made. */
  change: number;
}

/**
 * A finished answer that is the same for everybody: its bytes, its bytes compressed once somebody wanted them so, and for each
 * way to send it all of its head but the request's id.
 */
export class PublicAnswer {
  readonly route: string;
  readonly change: number;
  private readonly tag: string;
  private readonly lastModified: unknown;
  private readonly bytes: Buffer;
  private readonly isLong: boolean;
  private readonly head: Head;
  private readonly headOfNothing: Head;
  private readonly madeAt = performance.now();
  private compressing: Promise<void> | undefined;
  private compressed: { bytes: Buffer; head: Head } | undefined;

  constructor({ body, headers, tag, route, change }: Made) {
    this.route = route;
    this.change = change;
    this.tag = tag;
    this.lastModified = headers['last-modified'];
    this.bytes = body;
    this.isLong = this.bytes.length >= COMPRESSION_THRESHOLD;
    const { 'content-type': type, ...lasting } = without(OF_ONE_SENDING, headers);
    this.headOfNothing = headOf(lasting);
    this.head = headOf({ ...lasting, 'content-type': type, 'content-length': this.bytes.length });
  }

  get isOld(): boolean {
    return performance.now() - this.madeAt > LIFETIME_MILLIS;
  }

  /** Twice what is sent, since there may be a compressed form as well. */
  get size(): number {
    return 2 * this.bytes.length + 4_000;
  }

  /** Sends what this client can use: nothing if it has the answer already (RFC 9110 §13.1.2), else all of it. */
  send(request: Pick<IncomingMessage, 'headers'>, response: ServerResponse, requestId: string): void {
    const { headers } = request;
    const write = (status: number, head: Head) => response.writeHead(status, [...head, REQUEST_ID, requestId]);
    if (isKnown(headers, this.tag, this.lastModified)) {
      write(304, this.headOfNothing).end();
    } else if (!this.isLong || !acceptsGzip(headers['accept-encoding'])) {
      write(200, this.head).end(this.bytes);
    } else if (this.compressed) {
      write(200, this.compressed.head).end(this.compressed.bytes);
    } else {
      this.compressing ??= this.compress();
      void this.compressing.then(() => {
        this.send(request, response, requestId);
      });
    }
  }

  private async compress(): Promise<void> {
    const bytes = await compress(this.bytes);
    const head = this.head.with(this.head.indexOf('content-length') + 1, String(bytes.length));
    this.compressed = { bytes, head: [...head, 'content-encoding', 'gzip'] };
  }
}

function without(names: string[], headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

function headOf(headers: Headers): Head {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().flatMap((each) => [name, String(each)]),
  );
}

/** RFC 9110 §12.5.3, of which `q=0` is all that matters to somebody who has one coding to offer. */
function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return String(accepted ?? '')
    .split(',')
    .some((coding) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(coding));
}
