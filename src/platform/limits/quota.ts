/** So many requests within a window that begins with the first of them. */
export interface Quota {
  /** Shown in headers and part of the counter's key. */
  readonly name: string;
  readonly requests: number;
  readonly windowSeconds: number;
}

/** What is left of a quota. */
export interface Allowance {
  /** Whether the request that was counted may go on. */
  readonly isAdmitted: boolean;
  readonly remaining: number;
  /** Until the window ends, or until repeating the request makes sense. */
  readonly resetSeconds: number;
}
