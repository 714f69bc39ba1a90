import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { FastifyRequest } from 'fastify';
import { entries } from '../../../platform/collections/entries.js';
import type { Problem } from '../../../platform/errors/problem.js';
import { ClientAddress } from '../../../platform/http/client-address.js';
import { Attempts } from '../../../platform/limits/attempts.js';
import { networkOf } from '../../../platform/limits/network.js';
import { tokenLane } from '../limits/guess-lanes.js';
import { bearerChallenge } from './bearer-challenge.js';
import { tokenErrors } from './token.errors.js';

const MAX_REMEMBERED = 10_000;

/**
 * Counts, for each network, personal access tokens that were not good. Good ones never come here: they are neither counted nor
 * slowed down, whatever their neighbours do, because nobody guesses 190 random bits. A flood of others is answered from memory.
 */
@Injectable()
export class RefusedTokens {
  /** The end of each network's pause. */
  private readonly pauses = new LRUCache<string, number>(entries(MAX_REMEMBERED));

  constructor(
    private readonly attempts: Attempts,
    private readonly address: ClientAddress,
  ) {}

  /** @returns `auth.personal_token_refused`, or `auth.too_many_refused_tokens`. */
  async refusalOf(request: FastifyRequest): Promise<Problem> {
    const network = networkOf(this.address.of(request));
    const left = (this.pauses.get(network) ?? 0) - performance.now();
    if (left > 0) return tooMany(Math.ceil(left / 1000));
    const lane = tokenLane(network);
    if (await this.attempts.take(lane))
      return tokenErrors.personalTokenRefused(bearerChallenge('error="invalid_token"'));
    const seconds = Math.max(1, await this.attempts.pauseOf(lane));
    this.pauses.set(network, performance.now() + seconds * 1000);
    return tooMany(seconds);
  }
}

function tooMany(seconds: number): Problem {
  return tokenErrors.tooManyRefusedTokens({ headers: { 'retry-after': String(seconds) } });
}
