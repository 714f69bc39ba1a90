import { type ExecutionContext, Injectable, createParamDecorator, UnauthorizedException } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { DataSource, MoreThan } from 'typeorm';
import { settings } from '../settings.js';
import { Session } from './session.entity.js';
import type { User } from './user.entity.js';

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly dataSource: DataSource) {
    super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: settings.secrets[0] });
  }

  async validate({ sid }: { sid: string }): Promise<User> {
    const session = await this.dataSource
      .getRepository(Session)
      .findOne({ where: { id: sid, expiresAt: MoreThan(new Date()) }, relations: { user: true } });
    if (!session) throw new UnauthorizedException();
    return session.user;
  }
}

export class JwtAuthGuard extends AuthGuard('jwt') {}

/** For routes that guests may use as well. */
export class OptionalJwtAuthGuard extends AuthGuard('jwt') {
  override canActivate(context: ExecutionContext): ReturnType<JwtAuthGuard['canActivate']> {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return headers['authorization'] === undefined ? true : super.canActivate(context);
  }
}

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ user?: User }>().user,
);
