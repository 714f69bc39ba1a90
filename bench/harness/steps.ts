import type { Stops } from './workload.js';

/** What ends that which one workload has started. */
export class Steps implements Stops {
  private readonly steps: (() => Promise<void>)[] = [];

  add(step: () => Promise<void>): void {
    this.steps.unshift(step);
  }

  /** Takes the steps, last added first, each once. */
  async take(): Promise<void> {
    for (let step = this.steps.shift(); step; step = this.steps.shift()) await step();
  }
}
