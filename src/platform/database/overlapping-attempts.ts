/** What may take long to open, or for ever. Once it was told to end, `open` fails. */
interface Openable {
  open(): Promise<void>;
  end(): Promise<void>;
}

interface Attempted<T> {
  create(): T;
  /** The first that is open. */
  onSuccess(opened: T): Promise<void>;
  /** For each that failed. */
  onFailure(error: unknown): void;
}

/**
 * Attempts to open a connection: another one every so often, whatever has become of those before, until one has succeeded. The
 * others are ended then. Whoever waited for each of them would still be waiting for what a dead route has swallowed when the
 * route is well again. There are never more of them than begin within the time that one may take.
 */
export class OverlappingAttempts<T extends Openable> {
  private readonly running = new Set<T>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly attempted: Attempted<T>,
    private readonly everyMillis: number,
  ) {}

  /** Resolves when what this call begins with has failed, or any has succeeded. */
  begin(): Promise<void> {
    this.timer = setTimeout(() => void this.begin(), this.everyMillis).unref();
    return this.attempt();
  }

  /** Ends those that are running, and begins no other. */
  async end(): Promise<void> {
    clearTimeout(this.timer);
    const ended = [...this.running];
    this.running.clear();
    await Promise.all(ended.map((each) => each.end()));
  }

  private async attempt(): Promise<void> {
    const attempt = this.attempted.create();
    this.running.add(attempt);
    try {
      await attempt.open();
    } catch (error) {
      if (this.running.delete(attempt)) this.attempted.onFailure(error);
      return;
    }
    // Else it has been told to end in the moment in which it was open.
    if (!this.running.delete(attempt)) return;
    void this.end();
    await this.attempted.onSuccess(attempt);
  }
}
