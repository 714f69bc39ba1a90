import { type DestinationStream, pino } from 'pino';

/**
 * Lines are written in blocks of so many bytes, or after so long: a system call for each would cost more than the line. No block is
 * longer than a pipe takes at once (PIPE_BUF, pipe(7)), so that workers who share one do not write into each other's lines.
 */
const [BLOCK_BYTES, LONGEST_BLOCK_BYTES, LONGEST_WAIT_MILLIS] = [3_072, 4_096, 100];

let stream: DestinationStream | undefined;

/** Shared by all loggers of the process. What is still in memory is written when the process exits, but not when it is killed. */
export function standardOutput(): DestinationStream {
  if (stream) return stream;
  const blocks = pino.destination({
    ...{ minLength: BLOCK_BYTES, maxWrite: LONGEST_BLOCK_BYTES, periodicFlush: LONGEST_WAIT_MILLIS },
    sync: true,
  });
  process.on('exit', () => {
    // Writes at once, as it is synchronous, and gives up when nobody reads any more: `flushSync` would try again for ever.
    blocks.end();
  });
  return (stream = blocks);
}
