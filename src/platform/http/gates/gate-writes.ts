import { RequestMethod, type Type } from '@nestjs/common';
import { INTERCEPTORS_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RATE_LIMIT } from '../../limits/rate-limit.decorator.js';
import { AT_THE_GATES } from './write-gates.js';

type Handler = (...input: unknown[]) => unknown;

const READS = [RequestMethod.GET, RequestMethod.HEAD, RequestMethod.OPTIONS];

/**
 * Puts the gates before every route that writes or has a `@RateLimit()`, and leaves nothing global before those that read: a route without interceptors
 * is called directly, and with one, even if it does nothing, by way of observables at every request (docs/adr/0060). Call it
 * before the application initialises its routes.
 */
export function gateWrites(app: NestFastifyApplication): void {
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values()) gateController(metatype as Type);

  // nestjs-cls leaves one there that does nothing, whatever it is told to mount. Of ours there is none.
  const idle = app.get(ApplicationConfig).getGlobalInterceptors();
  if (idle.length > 1) throw new Error('A global interceptor is also for reads: make it a guard, a hook or a gate.');
  idle.length = 0;
}

function gateController(controller: Type): void {
  const prototype = controller.prototype as Record<string, Handler>;
  for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
    const handler = prototype[name] as Handler;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) continue;
    if (READS.includes(method) && !Reflect.hasMetadata(RATE_LIMIT, handler)) continue;
    const own = (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) ?? []) as unknown[];
    if (!own.includes(AT_THE_GATES)) Reflect.defineMetadata(INTERCEPTORS_METADATA, [AT_THE_GATES, ...own], handler);
  }
}
