import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import {
  REQUIRED_SCOPE,
  ROLES_DEMANDED,
  SCOPE_EXTENSION,
  SESSION,
  SESSION_ONLY,
} from '../../../platform/security/access.decorators.js';
import { type Scope, scopeOf } from './token-scopes.js';

type Handler = (...input: unknown[]) => unknown;

/**
 * Marks every route of the application with the scope that it takes, before the first request: the guard lets no token through
 * where there is no mark, and the OpenAPI document shows it.
 */
@Injectable()
export class RouteScopes {
  constructor(
    modules: ModulesContainer,
    private readonly reflector: Reflector,
  ) {
    for (const { metatype: module, controllers } of modules.values()) {
      const room = module.name.replace(/Module$/, '').toLowerCase();
      for (const { metatype } of controllers.values()) this.mark(metatype as Type, room);
    }
  }

  private mark(controller: Type, room: string): void {
    const prototype = controller.prototype as Record<string, Handler>;
    for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
      const handler = prototype[name] as Handler;
      const method = this.reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      if (method === undefined) continue;
      const isClosed = [SESSION_ONLY, ROLES_DEMANDED].some(
        (key) => this.reflector.getAllAndOverride<unknown>(key, [handler, controller]) !== undefined,
      );
      const scope: Scope | typeof SESSION = isClosed ? SESSION : scopeOf(room, RequestMethod[method]);
      Reflect.defineMetadata(REQUIRED_SCOPE, scope, handler);
      ApiExtension(SCOPE_EXTENSION, scope)(prototype, name, { value: handler });
    }
  }
}
