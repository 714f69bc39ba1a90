import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Config } from '../config/load-config.js';

/** Addresses for mails. Never made from a request, whose `Host` anybody may choose who asks for a mail to somebody else. */
@Injectable()
export class Links {
  constructor(
    private readonly config: Config,
    private readonly adapter: HttpAdapterHost,
  ) {}

  /**
   * The address of a page that is handed a token. It stands behind the `#`, so that browsers keep it out of requests, logs and
   * `Referer`, and programs that follow links in mails cannot use it up.
   */
  withToken(page: string, token: string): string {
    return `${this.page(page)}#token=${token}`;
  }

  /** The address of a page of ours, or of the front end's. */
  page(page: string): string {
    return `${this.base()}/${page}`;
  }

  private base(): string {
    return this.config.get('FRONTEND_URL') ?? this.config.get('PUBLIC_URL') ?? `http://localhost:${this.port()}`;
  }

  private port(): number {
    const server = this.adapter.httpAdapter.getHttpServer() as Server;
    return (server.address() as AddressInfo | null)?.port ?? this.config.get('PORT');
  }
}
