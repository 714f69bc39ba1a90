/**
 * How failures are put up with: some at once, then one after each pause, which doubles up to the longest. Nobody is ever locked
 * out for good, and guessing becomes slow.
 */
export interface Patience {
  /** Shown in headers and part of the counter's key. */
  readonly name: string;
  /** So many may fail before there is a pause. */
  readonly free: number;
  readonly firstPauseSeconds: number;
  readonly longestPauseSeconds: number;
  /** After so long without a failure all is as it was in the beginning. */
  readonly forgottenAfterSeconds: number;
}
