import { UpstreamFailure } from '../source/upstream-failure.js';

/**
 * What `work` comes to, if it does so before the deadline. Work that is late goes on: others may be waiting for it, and its
 * result is remembered.
 *
 * @throws UpstreamFailure when the deadline passes first.
 */
export function before<T>(deadline: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = () => {
      reject(new UpstreamFailure('timeout'));
    };
    deadline.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => {
      deadline.removeEventListener('abort', giveUp);
    });
    if (deadline.aborted) giveUp();
  });
}
