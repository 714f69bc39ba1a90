type Stop = () => Promise<void>;

const ECHO_MILLIS = 1_000;

/**
 * Calls the given steps, last added first, on SIGTERM, SIGINT or SIGHUP (a terminal that was closed), then exits: 0 when all went well, 1 when one failed or all
 * together took too long. A further signal ends at once, but for the first second: npm passes a Ctrl-C on that the terminal
 * has sent already.
 */
export class StopOnSignals {
  private readonly steps: Stop[] = [];
  private stoppingSince: number | undefined;

  /** @param report is told why an orderly stop failed. */
  constructor(
    private readonly timeoutSeconds: number,
    private readonly report: (reason: unknown) => void,
  ) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void this.heed());
  }

  add(step: Stop): void {
    this.steps.unshift(step);
  }

  /** Ends the process because it cannot go on: what was started is stopped, and the exit code is 1. */
  async fail(reason: unknown): Promise<never> {
    // What was begun fails when it is stopped half way: that is no news.
    if (this.stoppingSince === undefined) this.report(reason);
    return this.exit(1);
  }

  private async heed(): Promise<void> {
    if (this.stoppingSince === undefined) await this.exit(0);
    else if (Date.now() - this.stoppingSince > ECHO_MILLIS) process.exit(1);
  }

  /** Takes the steps, once, and ends the process. */
  async exit(exitCode: number): Promise<never> {
    if (this.stoppingSince !== undefined) return new Promise(() => undefined);
    this.stoppingSince = Date.now();
    setTimeout(() => {
      this.report(new Error(`Not everything had ended after ${this.timeoutSeconds} s.`));
      process.exit(1);
    }, this.timeoutSeconds * 1000);
    let isClean = exitCode === 0;
    for (const step of this.steps) {
      await step().catch((error: unknown) => {
        isClean = false;
        this.report(error);
      });
    }
    process.exit(isClean ? 0 : 1);
  }
}
