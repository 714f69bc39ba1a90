import type { Size } from '../data/size.js';
import type { EmbeddedPostgres } from '../../src/platform/database/embedded/start-embedded-postgres.js';
import type { Figure } from './figures.js';
import type { Question } from './question.js';
import type { Server } from './server.js';
import type { TrafficResult } from './steady-traffic.js';

/** Takes what puts an end to something that was started; the last added is the first to be called. */
export interface Stops {
  add(step: () => Promise<void>): void;
}

/** What the command line says of data and peers, for workloads that have a choice. */
export interface Options {
  sizes: readonly Size[];
  peers: readonly string[];
}

/** Something to find out by measuring. */
export interface Workload {
  readonly title: string;
  /** For the report: what is asked, and under which conditions. Markdown. */
  readonly about: string;
  /** How much content it asks for, unless the command line says otherwise; undefined where nothing can be said. */
  readonly sizes?: readonly Size[];
  /** Starts what is needed, and says at once how to stop it. */
  prepare(stops: Stops, options: Options): Promise<Trial | Watch>;
}

/** What is found out otherwise than by asking the same over and over in turn. */
export interface Watch {
  readonly postgres: Pick<EmbeddedPostgres, 'url'>;
  watch(): Promise<Figure[]>;
}

export interface Trial {
  readonly postgres: Pick<EmbeddedPostgres, 'pid' | 'url'>;
  /** What is asked: paths whose answers stay the same all the time, or more than such a path says. Each is measured by itself. */
  readonly paths: readonly (string | Question)[];
  readonly connections: number;
  /** The circumstances that are compared. The first is what the others are divided by. */
  readonly arms: readonly Arm[];
}

export interface Arm {
  readonly name: string;
  /** For the report. Markdown. */
  readonly about: string;
  readonly server: Server;
  /** Where it is not the trial's. */
  readonly postgres?: Pick<EmbeddedPostgres, 'pid'>;
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
