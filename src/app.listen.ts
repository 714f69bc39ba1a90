import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from './platform/config/load-config.js';
import { Log } from './platform/logging/log.js';

const ANY_IPV4 = '0.0.0.0';

/** Opens the doors and says where they are. */
export async function listen(app: NestFastifyApplication): Promise<void> {
  const config = app.get(Config);
  const [port, host] = [config.get('PORT'), config.get('HOST')];
  await app.listen(port, host).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new Error(`Port ${port} is taken by another program. Set PORT to a free one.`, { cause: error });
    }
    // Some containers have no IPv6 at all.
    if ((error as NodeJS.ErrnoException).code !== 'EAFNOSUPPORT' || host !== '::') throw error;
    return app.listen(port, ANY_IPV4);
  });
  const address = app.getHttpServer().address() as AddressInfo;
  const origin = config.get('PUBLIC_URL') ?? `http://localhost:${address.port}`;
  app
    .get<Log>(Log)
    .info({ pid: process.pid, port: address.port }, `Kitchen is open: ${origin} (Swagger UI: ${origin}/docs)`);
}
