import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAddress } from '../../platform/http/client-address.js';
import { deviceName } from './device-name.js';

/** From where a request comes. */
export interface Client {
  device: string;
  ip: string;
}

/** Tells where requests come from. */
@Injectable()
export class Clients {
  constructor(private readonly address: ClientAddress) {}

  of(request: FastifyRequest): Client {
    return { device: deviceName(request.headers['user-agent']), ip: this.address.of(request) };
  }
}
