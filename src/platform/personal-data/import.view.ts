import { ApiProperty } from '@nestjs/swagger';

/** Things of one file that were left out for the same reason. */
export class SkippedItems {
  /** @example "comments.json" */
  file!: string;
  /**
   * How many of them; 1 for a file as a whole.
   * @example 2
   */
  count!: number;
  /** @example "it is on somebody else’s post, or answers somebody else" */
  reason!: string;
}

/** What an import came to. */
export class ImportReport {
  /** How many things of each file were taken over. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { 'account.json': 1, 'posts.json': 12, 'todos.json': 240 },
  })
  imported!: Record<string, number>;
  /** What was not, and why. */
  skipped!: SkippedItems[];
}
