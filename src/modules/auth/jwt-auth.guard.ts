import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../platform/errors/problem.js';
import { ACCESS, type Access, REQUIRED_SCOPE, ROLES_DEMANDED } from '../../platform/security/access.decorators.js';
import type { Role, SignedInUser } from '../../platform/security/signed-in-user.js';
import { authErrors } from './auth.errors.js';
import { JwtStrategy } from './jwt.strategy.js';
import { TokenGuard } from './tokens/token-guard.js';
import type { Scope } from './tokens/token-scopes.js';

/**
 * Guards every route of the application: who is not signed in gets 401, unless the route says `@Public()` or `@OptionalAuth()`,
 * and who has not one of the roles that it names in `@Roles()` gets 403. Who comes with a personal access token needs the scope
 * of the route.
 */
@Injectable()
export class JwtAuthGuard extends AuthGuard() implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenGuard,
    private readonly strategy: JwtStrategy,
  ) {
    super({ defaultStrategy: strategy.registeredAs });
  }

  override canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    const access = this.read<Access>(ACCESS, context);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (access === 'optional' && authorization === undefined) return true;
    const token = this.tokens.tokenIn(authorization);
    if (token !== undefined) return this.admitToken(request, token, this.read<Scope>(REQUIRED_SCOPE, context));
    return this.admitMember(request, context);
  }

  /** Passport reports a bad token as "no user"; what went wrong on our side (no database, say) must stay what it is. */
  override handleRequest<User>(
    error: unknown,
    user: User | false | undefined,
    info: unknown,
    context: ExecutionContext,
  ): User {
    if (error instanceof Error) throw error;
    if (info instanceof Problem) throw info;
    if (!user) throw authErrors.unauthenticated({ detail: describe(info) });
    this.requireRole(user as unknown as SignedInUser, context);
    return user;
  }

  private async admitMember(request: FastifyRequest, context: ExecutionContext): Promise<boolean> {
    const user = await this.strategy.userOfRemembered(request);
    if (!user) return (await super.canActivate(context)) as boolean;
    this.requireRole(user, context);
    request.user = user;
    return true;
  }

  private requireRole(user: SignedInUser, context: ExecutionContext): void {
    const roles = this.read<Role[]>(ROLES_DEMANDED, context);
    if (roles && !roles.includes(user.role)) throw authErrors.forbidden();
  }

  private async admitToken(request: FastifyRequest, token: string, required: Scope | undefined): Promise<true> {
    request.user = await this.tokens.admit(request, token, required);
    return true;
  }

  private read<Value>(key: string, context: ExecutionContext): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}

function describe(info: unknown): string | undefined {
  if (!(info instanceof Error)) return undefined;
  return info.message === 'No auth token' ? undefined : 'The access token is not valid.';
}
