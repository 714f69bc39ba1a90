/** An answer without an explanation. */
export class Refusal extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}
