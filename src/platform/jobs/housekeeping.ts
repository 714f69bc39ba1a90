import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';

const INTERVAL_MILLIS = 15 * 60 * 1000;

/** Mostly deletes what has expired, and says how many rows that were. Must be safe to run on several replicas at once. */
type Chore = () => Promise<number>;

/** Regular small jobs. Nothing depends on their being on time: what has expired is treated as gone wherever it is read. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly chores = new Map<string, Chore>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: Log,
    private readonly config: Config,
  ) {}

  add(name: string, chore: Chore): void {
    this.chores.set(name, chore);
  }

  onApplicationBootstrap(): void {
    if (!this.config.isServing) return;
    const runAgain = () => {
      this.round = this.runAll();
    };
    this.timer = setInterval(runAgain, INTERVAL_MILLIS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  async runAll(): Promise<void> {
    for (const [name, chore] of this.chores) {
      try {
        const count = await chore();
        if (count > 0) this.log.info({ count }, `looked after ${name}`);
      } catch (error) {
        this.log.warn({ err: error }, `could not look after ${name}; trying again later`);
      }
    }
  }
}
