import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { pendingJobs } from '../../platform/jobs/pending-jobs.sql.js';
import { Verification } from '../../platform/verification/verification.js';
import { PUBLICATIONS } from './post-schedule.service.js';
import { TagsRepository } from './tags/tags.repository.js';

/** What must hold of posts, beyond what constraints say. */
@Injectable()
export class PostChecks {
  constructor(verification: Verification, tags: TagsRepository) {
    verification.addCount({
      table: 'posts',
      column: 'like_count',
      counted: sql`select count(*) from post_likes where post_id = posts.id`,
    });
    verification.addCount({
      table: 'users',
      column: 'post_count',
      counted: sql`select count(*) from posts where author_id = users.id and status = 'published'`,
    });
    verification.addRule('posts whose slug leads elsewhere', {
      table: 'posts',
      isWrong: sql`not exists (select from post_slugs where slug = posts.slug and post_id = posts.id)`,
      says: sql`posts.slug`,
    });
    verification.addRule('posts that are not listed under their tags', {
      table: 'posts',
      isWrong: sql`
        array(
          select tag || ' ' || published_at || ' ' || like_count from post_tags where post_id = posts.id order by 1
        ) is distinct from array(
          select tag || ' ' || published_at || ' ' || like_count from unnest(tags) as tag where status = 'published' order by 1
        )`,
      says: sql`posts.slug`,
    });
    verification.addSearch(
      'tags whose posts are miscounted',
      () => tags.findMiscounted(),
      (tag) => tags.recount(tag),
    );
    verification.addRule('scheduled posts that no job will publish', {
      table: 'posts',
      isWrong: sql`status = 'scheduled' and not exists (
        select from ${pendingJobs(PUBLICATIONS)} as job
        where job.data ->> 'postId' = posts.id::text and (job.was_tried or job.start_after <= publish_at))`,
      says: sql`'for ' || publish_at`,
    });
  }
}
