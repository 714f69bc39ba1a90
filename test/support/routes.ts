import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS, type Access, REQUIRED_SCOPE, ROLES_DEMANDED } from '../../src/platform/security/access.decorators.js';
import type { Role } from '../../src/platform/security/signed-in-user.js';
import type { Kitchen } from './app.js';

/** A method of a controller that answers requests. */
export interface Route {
  method: string;
  /** As declared, e.g. `posts/:id`; without the prefix `api/v1`. */
  path: string;
  access: Access | 'guarded';
  /** Whom it is for; empty when it is for all. */
  roles: readonly Role[];
  /** What a personal access token needs for it, or `session`. */
  scope: string;
  controller: new () => object;
  handler: (...input: unknown[]) => unknown;
  name: string;
}

/** Every route of the application, read off its controllers. */
export function routesOf({ nest }: Kitchen): Route[] {
  const reflector = new Reflector();
  const controllers = [...nest.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as Route['controller'];
    const prototype = controller.prototype as Record<string, Route['handler']>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name]!;
      const method = reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const [base, own] = [controller, handler].map(
        (target) => [reflector.get<string | string[]>(PATH_METADATA, target)].flat()[0] ?? '',
      );
      return {
        method: RequestMethod[method],
        path: `${base!}/${own!}`.replace(/\/+/g, '/').replace(/^\/|\/$/g, ''),
        access: reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]) ?? 'guarded',
        roles: reflector.getAllAndOverride<Role[] | undefined>(ROLES_DEMANDED, [handler, controller]) ?? [],
        scope: reflector.get<string>(REQUIRED_SCOPE, handler),
        controller,
        handler,
        name,
      };
    });
  });
}
