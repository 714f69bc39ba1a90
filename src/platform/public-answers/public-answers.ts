import type { OutgoingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Config } from '../config/load-config.js';
import type { Readiness } from '../lifecycle/readiness.js';
import { Metrics } from '../metrics/metrics.js';
import { PublicAnswer } from './public-answer.js';
import { PublicChanges } from './public-changes.js';

const MEBI = 1024 * 1024;
/** The net under the notifications, and the limit for what changes with time alone: nothing is believed for longer than this. */
const TTL_MILLIS = 5_000;
/** Longer addresses are nobody's favourites. */
const MAX_URL_LENGTH = 500;

/** Headers that belong to the answer itself; all others belong to one sending of it. */
const KEPT_HEADERS = [
  ...['content-type', 'cache-control', 'etag', 'last-modified', 'link', 'vary'],
  'content-security-policy',
];

type Kept = LRUCache<string, PublicAnswer>;

/** An answer that is being made, for which others wait. */
interface Flight {
  key: string;
  change: number;
  landed: Promise<void>;
  land: () => void;
}

/**
 * Finished answers to guests, kept as bytes until something that guests see is changed, by whichever process (docs/adr/0050).
 * Who is signed in is never answered from here. However many ask for the same at the same time, it is made once.
 */
@Injectable()
export class PublicAnswers {
  private readonly kept: Kept | undefined;
  private readonly flights = new Map<string, Flight>();
  private readonly mine = new WeakMap<FastifyRequest, Flight>();
  private readonly isAddressFixed: boolean;
  private readonly given;

  constructor(
    private readonly changes: PublicChanges,
    config: Config,
    metrics: Metrics,
  ) {
    const megabytes = config.get('ANSWER_CACHE_MB');
    if (megabytes > 0) this.kept = new LRUCache({ maxSize: megabytes * MEBI, ttl: TTL_MILLIS });
    this.isAddressFixed = config.get('PUBLIC_URL') !== undefined;
    this.given = metrics.counter('public_answers_total', 'Answers to guests on routes whose answers are kept.', [
      'from',
    ]);
  }

  /** Answers what is known before anything else is done for a request, and keeps what is not. */
  serve(fastify: FastifyInstance, readiness: Readiness): void {
    const { kept } = this;
    if (!kept) return;

    fastify.addHook('onRequest', (request, reply, done) => {
      if (readiness.isDraining || !mayBeKept(request)) done();
      else this.answer(kept, request, reply).then((isAnswered) => isAnswered || done(), done);
    });

    fastify.addHook('onSend', (request, reply, payload, done) => {
      this.keep(kept, request, reply, payload);
      done(null, payload);
    });

    fastify.addHook('onResponse', (request, _reply, done) => {
      this.land(request);
      done();
    });
  }

  private async answer(kept: Kept, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const answer = await this.find(kept, request);
    this.given.inc({ from: answer ? 'memory' : 'database' });
    if (!answer) return false;
    const { status, headers, body } = await answer.for(request);
    reply.hijack();
    reply.raw.writeHead(status, { ...reply.getHeaders(), ...headers } as OutgoingHttpHeaders).end(body);
    return true;
  }

  /** The answer, if there is one that is still true; otherwise it is up to this request to make it. */
  private async find(kept: Kept, request: FastifyRequest): Promise<PublicAnswer | undefined> {
    const key = this.keyOf(request);
    for (;;) {
      const change = this.changes.current;
      if (change === undefined) return undefined;
      const answer = kept.get(key);
      if (answer?.change === change) return answer;
      const flight = this.flights.get(key);
      if (flight?.change !== change) {
        this.take(request, key, change);
        return undefined;
      }
      await flight.landed;
      // Whoever made it could not keep it: then everybody makes their own.
      if (kept.get(key)?.change !== change) return undefined;
    }
  }

  private take(request: FastifyRequest, key: string, change: number): void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const flight = {
      ...{ key, change, landed: promise },
      land: () => {
        resolve(undefined);
      },
    };
    this.flights.set(key, flight);
    this.mine.set(request, flight);
  }

  private keep(kept: Kept, request: FastifyRequest, reply: FastifyReply, body: unknown): void {
    const flight = this.mine.get(request);
    if (!flight) return;
    const tag = reply.getHeader('etag');
    const isWhole = reply.statusCode === 200 && typeof body === 'string' && typeof tag === 'string';
    if (isWhole && flight.change === this.changes.current) {
      const answer = new PublicAnswer(body, headersToKeep(reply), tag, flight.change);
      kept.set(flight.key, answer, { size: answer.size });
    }
    this.land(request);
  }

  private land(request: FastifyRequest): void {
    const flight = this.mine.get(request);
    if (!flight) return;
    this.mine.delete(request);
    if (this.flights.get(flight.key) === flight) this.flights.delete(flight.key);
    flight.land();
  }

  /** Links begin with the address by which somebody came, unless there is one for all. */
  private keyOf({ url, protocol, host }: FastifyRequest): string {
    return this.isAddressFixed ? url : `${protocol} ${host} ${url}`;
  }
}

function mayBeKept({ method, url, headers, routeOptions }: FastifyRequest): boolean {
  return (
    method === 'GET' &&
    routeOptions.config.isPublicAnswer === true &&
    headers.authorization === undefined &&
    url.length <= MAX_URL_LENGTH
  );
}

function headersToKeep(reply: FastifyReply): Record<string, string | number | string[]> {
  const present = KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const);
  return Object.fromEntries(present.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
