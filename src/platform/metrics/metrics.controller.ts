import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/load-config.js';
import { httpErrors } from '../errors/http.errors.js';
import { Problems } from '../http/problems.decorator.js';
import { Public } from '../security/access.decorators.js';
import { Metrics } from './metrics.js';
import { metricsErrors } from './metrics.errors.js';

/** The figures on the application's own port, for platforms that open only one. There if there is a token to ask for. */
@ApiTags('health')
@Public()
@Controller('metrics')
export class MetricsController {
  private readonly token: string | undefined;

  constructor(
    private readonly metrics: Metrics,
    config: Config,
  ) {
    this.token = config.get('METRICS_TOKEN');
  }

  /**
   * Figures for a monitoring system
   *
   * In Prometheus' text format, to whoever sends the operator's `METRICS_TOKEN` as a bearer token; not there when it is unset.
   */
  @Get()
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  @Problems(metricsErrors.unauthenticated)
  async show(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (this.token === undefined) throw httpErrors.notFound();
    if (!isSame(authorization ?? '', `Bearer ${this.token}`)) throw metricsErrors.unauthenticated();
    void reply.headers({ 'content-type': this.metrics.contentType, 'cache-control': 'no-store' });
    return this.metrics.expose();
  }
}

/** Takes the same time wherever the texts differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
