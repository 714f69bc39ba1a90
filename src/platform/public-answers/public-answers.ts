import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Config } from '../config/load-config.js';
import { requestId } from '../http/request-context.js';
import type { RequestRecords } from '../http/request-records.js';
import type { Readiness } from '../lifecycle/readiness.js';
import { Metrics } from '../metrics/metrics.js';
import { isTracing } from '../tracing/spans.js';
import { AnswerKeys } from './answer-keys.js';
import { PublicAnswer } from './public-answer.js';
import { PublicChanges } from './public-changes.js';
import { standBefore } from './stand-before.js';

const MEBI = 1024 * 1024;

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
  private readonly kept: LRUCache<string, PublicAnswer> | undefined;
  private readonly flights = new Map<string, Flight>();
  private readonly mine = new WeakMap<FastifyRequest, Flight>();
  private readonly keys: AnswerKeys;
  private readonly given;

  constructor(
    private readonly changes: PublicChanges,
    config: Config,
    metrics: Metrics,
  ) {
    const megabytes = config.get('ANSWER_CACHE_MB');
    if (megabytes > 0) this.kept = new LRUCache({ maxSize: megabytes * MEBI });
    this.keys = new AnswerKeys(config);
    const help =
      'Answers to guests on routes whose answers are kept; bypass: while changes cannot be heard, so that none is.';
    this.given = metrics.counter('public_answers_total', help, ['from']);
  }

  /**
   * Gives out what is at hand before the framework has seen the request: its way through the house costs more than the answer
   * (docs/adr/0077). While more is to be said than the answer (to traces, or that clients should go elsewhere), all take that way.
   */
  standBefore({ server }: FastifyInstance, readiness: Readiness, records: RequestRecords): void {
    if (!this.kept || isTracing()) return;
    standBefore(server, (request, response) => {
      const key = readiness.isDraining ? undefined : this.keys.of(request);
      const answer = key === undefined ? undefined : this.atHand(key);
      if (!answer) return false;
      const id = requestId(request);
      records.open(response, () => ({ requestId: id, method: 'GET', route: answer.route }));
      this.give(answer, request, response, id);
      return true;
    });
  }

  /** Answers whoever comes while the answer is being made for somebody else, once it is. */
  answerTogether(fastify: FastifyInstance, readiness: Readiness): void {
    if (!this.kept) return;
    fastify.addHook('onRequest', (request, reply, done) => {
      const isKept = request.routeOptions.config.isPublicAnswer === true && !readiness.isDraining;
      const key = isKept ? this.keys.of(request.raw) : undefined;
      if (key === undefined) {
        done();
        return;
      }
      const answerOrMake = () => {
        const answer = this.atHand(key);
        if (answer) this.give(answer, request.raw, reply.hijack().raw, request.id);
        else this.leaveToDatabase(done);
      };
      const flight = this.joinOrTake(request, key);
      if (flight) void flight.landed.then(answerOrMake);
      else answerOrMake();
    });
    fastify.addHook('onResponse', (request, _reply, done) => {
      this.land(request);
      done();
    });
  }

  /** Keeps what is about to be sent, whole and with all its headers, if it was to be made for others as well. */
  keepForOthers(fastify: FastifyInstance): void {
    if (!this.kept) return;
    fastify.addHook('onSend', (request, reply, payload, done) => {
      this.keep(request, reply, payload);
      done(null, payload);
    });
  }

  private keep(request: FastifyRequest, reply: FastifyReply, body: unknown): void {
    const flight = this.mine.get(request);
    if (!flight) return;
    const { key, change } = flight;
    const tag = reply.getHeader('etag');
    const isWhole = reply.statusCode === 200 && Buffer.isBuffer(body) && typeof tag === 'string';
    if (isWhole && change === this.changes.current) {
      const [headers, route] = [reply.getHeaders(), request.routeOptions.url ?? ''];
      const answer = new PublicAnswer({ body, headers, tag, route, change });
      this.kept?.set(key, answer, { size: answer.size });
    }
    this.land(request);
  }

  private atHand(key: string): PublicAnswer | undefined {
    const answer = this.kept?.get(key);
    return answer !== undefined && answer.change === this.changes.current && !answer.isOld ? answer : undefined;
  }

  private give(answer: PublicAnswer, request: IncomingMessage, response: ServerResponse, id: string): void {
    this.given.inc({ from: 'memory' });
    answer.send(request, response, id);
  }

  private leaveToDatabase(done: () => void): void {
    this.given.inc({ from: this.changes.current === undefined ? 'bypass' : 'database' });
    done();
  }

  /** The flight that will bring the answer. Undefined when there is none: either the answer is at hand, or this request is to make it. */
  private joinOrTake(request: FastifyRequest, key: string): Flight | undefined {
    const change = this.changes.current;
    if (change === undefined || this.atHand(key)) return undefined;
    const flight = this.flights.get(key);
    if (flight?.change === change) return flight;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const land = () => {
      resolve(undefined);
    };
    const mine = { key, change, landed: promise, land };
    this.flights.set(key, mine);
    this.mine.set(request, mine);
    return undefined;
  }

  private land(request: FastifyRequest): void {
    const flight = this.mine.get(request);
    if (!flight) return;
    this.mine.delete(request);
    if (this.flights.get(flight.key) === flight) this.flights.delete(flight.key);
    flight.land();
  }
}
