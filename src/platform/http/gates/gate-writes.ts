import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RATE_LIMIT } from '../../limits/rate-limit.decorator.js';
import type { Handler } from '../handler.js';
import { WriteGates } from './write-gates.js';

const READS = [RequestMethod.GET, RequestMethod.HEAD, RequestMethod.OPTIONS];

/**
 * Puts the gates around every handler that writes or has a `@RateLimit()`, and leaves nothing global around those that read.
 * Call it before the application initialises its routes.
 */
export function gateWrites(app: NestFastifyApplication): void {
  const gates = app.get(WriteGates);
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { instance } of controllers.values()) gateController(instance as Record<string, Handler>, gates);

  // nestjs-cls leaves one there that does nothing, whatever it is told to mount. Of ours there is none.
  const idle = app.get(ApplicationConfig).getGlobalInterceptors();
  if (idle.length > 1) throw new Error('A global interceptor is also for reads: make it a guard, a hook or a gate.');
  idle.length = 0;
}

/** Of this application's own instance: tests have several applications in a process. */
function gateController(controller: Record<string, Handler>, gates: WriteGates): void {
  for (const name of new MetadataScanner().getAllMethodNames(Object.getPrototypeOf(controller) as object)) {
    const handler = controller[name] as Handler;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) continue;
    if (READS.includes(method) && !Reflect.hasMetadata(RATE_LIMIT, handler)) continue;
    controller[name] = gates.around(handler);
  }
}
