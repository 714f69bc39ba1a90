import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';

/** Where a request really comes from. */
@Injectable()
export class ClientAddress {
  private readonly header: string | undefined;
  /** Whether somebody may have forgotten to say that there is a proxy. */
  private isDoubtful: boolean;

  constructor(
    config: Config,
    private readonly log: Log,
  ) {
    const trust = config.get('TRUST_PROXY');
    this.header = typeof trust === 'string' ? trust : undefined;
    this.isDoubtful = trust === 0;
  }

  /**
   * The address in the trusted header, if there is one; else what Fastify found by the trusted number of hops; in both cases only
   * if it is an IP address, else that of the socket. A header that is not configured is never looked at: anybody can send it.
   */
  of(request: FastifyRequest): string {
    if (this.isDoubtful && request.headers['x-forwarded-for'] !== undefined) this.warn();
    const told = this.header === undefined ? request.ip : request.headers[this.header];
    const address = typeof told === 'string' && isIP(told.trim()) !== 0 ? told.trim() : request.socket.remoteAddress;
    // IPv4 as a socket that listens on both families sees it (RFC 4291 §2.5.5.2).
    return (address ?? '').replace(/^::ffff:(?=[\d.]+$)/i, '');
  }

  /** Once is enough: anybody can send the header. */
  private warn(): void {
    this.isDoubtful = false;
    this.log.warn(
      {},
      'a request came with X-Forwarded-For, but TRUST_PROXY is 0: if there is a proxy, all clients are one address to limits and the audit log',
    );
  }
}
