import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAddress } from '../../platform/http/client-address.js';
import { DEVICE_TOKEN_HEADER } from './devices/device-token.header.js';
import { deviceName } from './device-name.js';

/** From where a request comes. */
export interface Client {
  device: string;
  ip: string;
  /** The mark that the device was given at an earlier sign-in, as it was sent. */
  deviceToken?: string;
}

/** Tells where requests come from. */
@Injectable()
export class Clients {
  constructor(private readonly address: ClientAddress) {}

  of(request: FastifyRequest): Client {
    const deviceToken = request.headers[DEVICE_TOKEN_HEADER];
    return {
      device: deviceName(request.headers['user-agent']),
      ip: this.address.of(request),
      ...(typeof deviceToken === 'string' && { deviceToken }),
    };
  }
}
