import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PublicUrl } from '../http/public-url.js';
import { TakesAnyQuery } from '../http/query.decorators.js';
import { Public } from '../security/access.decorators.js';
import { landingPage } from './landing.page.js';

@ApiExcludeController()
@Public()
@Controller()
export class LandingController {
  constructor(private readonly publicUrl: PublicUrl) {}

  @Get()
  @TakesAnyQuery()
  @Header('content-type', 'text/html; charset=utf-8')
  show(@Req() request: FastifyRequest): string {
    return landingPage(this.publicUrl.of(request));
  }
}
