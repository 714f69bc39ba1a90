import cluster from 'node:cluster';
import { prepareDatabase, readSettingsOrExit } from './app.prepare.js';
import { StopOnSignals } from './platform/lifecycle/stop-on-signals.js';
import { Workers } from './platform/lifecycle/workers.js';
import { createLog } from './platform/logging/log.js';
import { collectForWorkers } from './platform/metrics/worker-metrics.js';

/** A worker that cannot stop in time says so itself, before the process that waits for it does. */
const EXTRA_SECONDS = 2;

/**
 * Runs `WEB_CONCURRENCY` processes that serve the same port, each a replica like any other (docs/adr/0067). The database is made
 * ready once, before the first of them starts.
 *
 * @returns false when this process is to serve by itself: it is one of them, or the only one.
 */
export async function runWorkers(): Promise<boolean> {
  const settings = readSettingsOrExit();
  if (cluster.isWorker || settings.WEB_CONCURRENCY === 1) return false;
  const log = createLog(settings.LOG_LEVEL);
  const seconds = settings.SHUTDOWN_DELAY_SECONDS + settings.SHUTDOWN_TIMEOUT_SECONDS;
  const stops = new StopOnSignals(seconds + EXTRA_SECONDS, (err) => {
    log.error({ err }, err instanceof Error ? err.message : 'stopped by an error');
  });
  try {
    const databaseUrl = await prepareDatabase(settings, stops, log);
    const workers = new Workers({
      count: settings.WEB_CONCURRENCY,
      environment: { DATABASE_URL: databaseUrl, MIGRATE_ON_BOOT: 'false' },
      log,
      giveUp: (reason) => void stops.fail(reason),
    });
    collectForWorkers();
    stops.add(() => workers.stop());
    workers.start();
  } catch (error) {
    await stops.fail(error);
  }
  return true;
}
