import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/load-config.js';

const HOST = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/** The origin that absolute links begin with. */
@Injectable()
export class PublicUrl {
  private readonly configured: string | undefined;

  constructor(config: Config) {
    this.configured = config.get('PUBLIC_URL');
  }

  /** `PUBLIC_URL`, else the origin by which this request reached us. */
  of({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
    const scheme = protocol === 'https' ? 'https' : 'http';
    return this.configured ?? `${scheme}://${HOST.test(host) ? host : 'localhost'}`;
  }
}
