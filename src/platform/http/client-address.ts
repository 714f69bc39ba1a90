import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/load-config.js';

/** Where a request really comes from. */
@Injectable()
export class ClientAddress {
  private readonly header: string | undefined;

  constructor(config: Config) {
    const trust = config.get('TRUST_PROXY');
    this.header = typeof trust === 'string' ? trust : undefined;
  }

  /**
   * The address in the trusted header, if there is one; else what Fastify found by the trusted number of hops; in both cases only
   * if it is an IP address, else that of the socket. A header that is not configured is never looked at: anybody can send it.
   */
  of(request: FastifyRequest): string {
    const told = this.header === undefined ? request.ip : request.headers[this.header];
    const address = typeof told === 'string' && isIP(told.trim()) !== 0 ? told.trim() : request.socket.remoteAddress;
    // IPv4 as a socket that listens on both families sees it (RFC 4291 §2.5.5.2).
    return (address ?? '').replace(/^::ffff:(?=[\d.]+$)/i, '');
  }
}
