import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { prepareDatabase, readSettingsOrExit } from './app.prepare.js';
import { createApp } from './app.setup.js';
import { configure, type Settings } from './platform/config/load-config.js';
import { drain } from './platform/lifecycle/drain.js';
import { StopOnSignals } from './platform/lifecycle/stop-on-signals.js';
import { createLog } from './platform/logging/log.js';
import { startTracing } from './platform/tracing/start-tracing.js';

/** A running application and the orderly way out of the process. */
export interface OpenKitchen {
  app: NestFastifyApplication;
  /** Stops everything and ends the process. */
  exit: (code: number) => Promise<never>;
  /** The same because of an error, which is logged. */
  fail: (reason: unknown) => Promise<never>;
}

interface Opening {
  /** Whether it is going to listen. A command is not, and does none of the work that is due. */
  isServing?: boolean;
  /** In place of those of the environment. */
  settings?: Partial<Settings>;
}

/**
 * Brings everything up to the point where it could listen: configuration, database, schema, application. When that fails, what
 * was started is stopped again and the process exits with 1.
 */
export async function openKitchen({ isServing = false, settings: overrides }: Opening = {}): Promise<OpenKitchen> {
  const settings = { ...readSettingsOrExit(), ...overrides };
  const log = createLog(settings.LOG_LEVEL);
  const stops = new StopOnSignals(settings.SHUTDOWN_DELAY_SECONDS + settings.SHUTDOWN_TIMEOUT_SECONDS, (err) => {
    log.error({ err }, err instanceof Error ? err.message : 'stopped by an error');
  });
  try {
    return {
      app: await open(settings, isServing, stops, log),
      exit: (code) => stops.exit(code),
      fail: (reason) => stops.fail(reason),
    };
  } catch (error) {
    return stops.fail(error);
  }
}

async function open(
  settings: Settings,
  isServing: boolean,
  stops: StopOnSignals,
  log: Logger,
): Promise<NestFastifyApplication> {
  stops.add(await startTracing(settings, log));
  const config = await configure(settings, await prepareDatabase(settings, stops, log), isServing);
  const app = await createApp(config);
  stops.add(() => drain(app));
  return app;
}
