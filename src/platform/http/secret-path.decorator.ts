import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    hasSecretInPath?: boolean;
  }
}

/** The path of this route lets in whoever knows it, so answers do not repeat it: problems are kept and passed on. Logs have templates only. */
export const SecretInPath = () => RouteConfig({ hasSecretInPath: true });
