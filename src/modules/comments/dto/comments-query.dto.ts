import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { ToBoolean } from '../../../platform/http/transforms.js';

const SORTS = ['oldest', 'newest', 'top'] as const;
export type CommentSort = (typeof SORTS)[number];

export class CommentsQuery extends PageQuery {
  /** The comment whose replies to list; without it, the top level. */
  @IsOptional()
  @IsUUID()
  parent?: string;

  /** `top`: those with the most likes first, of as many the newest. */
  @IsIn(SORTS)
  sort: CommentSort = 'oldest';

  /** Whether each comment brings its first replies along, and they theirs. */
  @ToBoolean()
  @IsBoolean()
  tree = false;
}
