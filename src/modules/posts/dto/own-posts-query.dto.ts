import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { POST_STATUSES, type PostStatus } from '../post-status.js';

export class OwnPostsQuery extends PageQuery {
  /** Only drafts, only what is scheduled, or only what is published. */
  @IsOptional()
  @IsIn(POST_STATUSES)
  status?: PostStatus;
}
