import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    isPublicAnswer?: boolean;
  }
}

/**
 * What guests get from this route is the same for all of them and is made of the tables in `public-tables.ts` alone, so that it may
 * be kept (see {@link PublicAnswers}). Who is signed in gets an answer of their own all the same.
 */
export const KeptForGuests = () => RouteConfig({ isPublicAnswer: true });
