import { randomUUID } from 'node:crypto';

const run = randomUUID();
let count = 0;

/** An `Idempotency-Key` that nobody has used. All are equally long. */
export function newKey(): string {
  return `${run}-${String(++count).padStart(9, '0')}`;
}
