/** What one operation would have answered by itself. */
export class BatchResult {
  /** @example 201 */
  status!: number;
  /**
   * Of the resource after this operation; a later one may have changed it again.
   * @example "\"1.lXn9dOq0mLbNqLy1u1r1u2Zz3kA\""
   */
  etag!: string | null;
  /** @example {"id": "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10", "title": "Buy flour"} */
  body!: Record<string, unknown> | null;
}

export class BatchView {
  /** In the order of the operations. */
  results!: BatchResult[];
}
