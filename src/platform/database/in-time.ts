import { setImmediate as turn } from 'node:timers/promises';

/** Whether it succeeds within this time. */
export async function inTime(answer: Promise<unknown>, millis: number): Promise<boolean> {
  const isThere = answer.then(
    () => true,
    () => false,
  );
  const { promise: isLate, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => {
    // Where it was this process that stood still, the answer has arrived meanwhile: it is to be read first.
    void turn()
      .then(() => turn())
      .then(() => resolve(false));
  }, millis);
  return Promise.race([isThere, isLate]).finally(() => clearTimeout(timer));
}
