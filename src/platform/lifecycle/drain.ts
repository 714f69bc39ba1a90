import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';
import { Readiness } from './readiness.js';

/**
 * Closes the application without failing anybody: readiness turns red and answers say `Connection: close`; after the configured
 * delay no new connection is accepted, requests in flight are finished, and last of all the pool closes.
 */
export async function drain(app: INestApplication): Promise<void> {
  const [config, log] = [app.get(Config), app.get<Log>(Log)];
  log.info({}, 'shutting down');
  app.get(Readiness).isDraining = true;
  // A command that nobody sends requests to need not wait for anybody to notice.
  if (isListening(app)) await delay(config.get('SHUTDOWN_DELAY_SECONDS') * 1000);
  await app.close();
  log.info({}, 'closed');
}

function isListening(app: INestApplication): boolean {
  return (app.getHttpServer() as Server).listening;
}
