import type { EmbeddedPostgres } from '../../src/platform/database/embedded/start-embedded-postgres.js';
import type { StopOnSignals } from '../../src/platform/lifecycle/stop-on-signals.js';
import type { Server } from './server.js';
import type { TrafficResult } from './steady-traffic.js';

/** Something to find out by measuring. */
export interface Workload {
  readonly title: string;
  /** For the report: what is asked, and under which conditions. Markdown. */
  readonly about: string;
  /** Starts what is needed, and says at once how to stop it. */
  prepare(stops: StopOnSignals): Promise<Trial>;
}

export interface Trial {
  readonly postgres: Pick<EmbeddedPostgres, 'pid' | 'url'>;
  /** Paths whose answers stay the same all the time. Each is measured by itself. */
  readonly paths: readonly string[];
  readonly connections: number;
  /** The circumstances that are compared. The first is what the others are divided by. */
  readonly arms: readonly Arm[];
}

export interface Arm {
  readonly name: string;
  /** For the report. Markdown. */
  readonly about: string;
  readonly server: Server;
  /** Brings the circumstances about. They last until `end`. */
  begin(): Promise<void>;
  /**
   * Puts everything back.
   *
   * @returns what went on beside the measured load.
   * @throws Error if the circumstances were not what they should have been.
   */
  end(): Promise<TrafficResult | undefined>;
}
