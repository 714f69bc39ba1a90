import { type DestinationStream, pino } from 'pino';

/**
 * What a pipe takes at once (PIPE_BUF, pipe(7)), so that workers who share one do not write into each other's lines. A system call
 * for each line would cost more than the line.
 */
const LONGEST_BLOCK_BYTES = 4_096;
const LONGEST_WAIT_MILLIS = 100;

/**
 * Gathers lines to blocks. pino's destination would do so by itself (`minLength`), and measures the whole block anew at each line,
 * which copies it: half of what a line takes.
 */
class Blocks implements DestinationStream {
  private block = '';
  private bytes = 0;

  constructor(private readonly destination: DestinationStream) {
    setInterval(() => this.flush(), LONGEST_WAIT_MILLIS).unref();
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.bytes + bytes > LONGEST_BLOCK_BYTES) this.flush();
    this.block += line;
    this.bytes += bytes;
  }

  flush(): void {
    if (this.bytes === 0) return;
    const { block } = this;
    [this.block, this.bytes] = ['', 0];
    this.destination.write(block);
  }
}

let blocks: Blocks | undefined;

/** Shared by all loggers of the process. What is still in memory is written when the process exits, but not when it is killed. */
export function standardOutput(): DestinationStream {
  if (blocks) return blocks;
  const destination = pino.destination({ sync: true });
  const lines = new Blocks(destination);
  process.on('exit', () => {
    lines.flush();
    // Writes at once, as it is synchronous, and gives up when nobody reads any more: `flushSync` would try again for ever.
    destination.end();
  });
  return (blocks = lines);
}
