import { idIn } from './names.js';
import type { Amounts } from './size.js';
import { POST_TEXTS, SHORT_TEXTS } from './texts.js';

const COMMENTS_OF_EACH = 10;
const RARE_POSTS = 20;
/** Posts are a minute apart; the last of a million is from November 2025. */
const [FIRST_MOMENT, STEP] = [`timestamptz '2024-01-01'`, `interval '1 minute'`];

/** From the temporary tables `texts` and `short_texts`. Times, ids and who wrote what follow from the number of a row. */
export function contentOf(
  { posts, members, commentedEvery, todosOfEach }: Amounts,
  { passwordHash, rendererVersion }: { passwordHash: string; rendererVersion: number },
): string[] {
  const memberOf = (n: string) => idIn('member', `(1 + (${n}) % ${members})`);
  const everyRare = Math.floor(posts / RARE_POSTS);
  return [
    `insert into users (id, username, email, display_name, bio, email_verified_at, created_at, updated_at, post_count)
    select ${idIn('member', 'n')}, 'member' || n, 'member' || n || '@kitchen.example', 'Member ' || n,
      'Cooks, and writes about it.', moment, moment, moment, 0
    from generate_series(1, ${members}) as n, lateral (select ${FIRST_MOMENT} - interval '1 day' as moment) as moments`,

    `insert into password_credentials (user_id, password_hash) select id, '${passwordHash}' from users`,

    `insert into posts (id, author_id, slug, title, body, html, opening, tags, status, reading_minutes, renderer_version,
      search, created_at, updated_at, published_at, like_count, comment_count)
    select ${idIn('post', 'post.n')}, ${memberOf('post.n')}, 'post-' || post.n, title, body, html, opening,
      array['soup', 'day' || post.n % 100], 'published', reading_minutes, ${rendererVersion},
      search, moment, moment, moment, case when post.n % 2 = 0 then 2 else 0 end,
      case when post.n % ${commentedEvery} = 0 then ${COMMENTS_OF_EACH} else 0 end
    from generate_series(1, ${posts}) as post (n)
    join texts on texts.number = case when post.n % ${everyRare} = 7 then ${POST_TEXTS} else post.n % ${POST_TEXTS} end,
    lateral (select ${FIRST_MOMENT} + post.n * ${STEP} as moment) as moments
    order by post.n`,

    `insert into post_slugs (slug, post_id, author_id) select slug, id, author_id from posts`,
    `insert into post_tags (post_id, tag, published_at, like_count) select id, unnest(tags), published_at, like_count from posts`,
    `insert into tag_counts (tag, post_count) select tag, count(*) from post_tags group by tag`,
    `insert into post_likes (post_id, user_id, created_at)
    select ${idIn('post', 'n')}, ${memberOf('n + each')}, ${FIRST_MOMENT} + n * ${STEP} + each * interval '1 hour'
    from generate_series(2, ${posts}, 2) as n, generate_series(1, 2) as each`,
    `update users set post_count = written.count
    from (select author_id, count(*) from posts group by author_id) as written where written.author_id = users.id`,

    `insert into comments (id, post_id, author_id, body, html, digest, search, created_at)
    select ${idIn('comment', `n * ${COMMENTS_OF_EACH} + each`)}, ${idIn('post', 'n')}, ${memberOf('n + 7 * each')}, body, html, digest, search,
      ${FIRST_MOMENT} + n * ${STEP} + each * interval '1 minute'
    from generate_series(${commentedEvery}, ${posts}, ${commentedEvery}) as n cross join generate_series(1, ${COMMENTS_OF_EACH}) as each
    join short_texts on short_texts.number = (n + 31 * each) % ${SHORT_TEXTS}`,

    `insert into todo_lists (id, owner_id, name, is_inbox, position)
    select ${idIn('list', 'n')}, ${idIn('member', 'n')}, 'Inbox', true, 'a0' from generate_series(1, ${members}) as n`,

    `insert into todos (id, owner_id, list_id, title, search, labels, priority, due_date, due_at, position, created_at, updated_at)
    select ${idIn('todo', `n * ${todosOfEach} + each`)}, ${idIn('member', 'n')}, ${idIn('list', 'n')}, body, todo_search,
      array['errand', 'kitchen'], 1 + each % 4, day, coalesce(day, 'infinity'), 'a0' || lpad(each::text, 3, '0') || 'V',
      ${FIRST_MOMENT} + each * ${STEP}, ${FIRST_MOMENT} + each * ${STEP}
    from generate_series(1, ${members}) as n cross join generate_series(1, ${todosOfEach}) as each
    join short_texts on short_texts.number = (n + each) % ${SHORT_TEXTS}
    cross join lateral (select case when each % 3 = 0 then date '2027-01-01' + each end as day) as days`,

    `insert into todo_sync (owner_id, last) select id, 1 from users`,
    `insert into todo_changes (item_id, owner_id, is_list, number)
    select id, owner_id, true, 1 from todo_lists union all select id, owner_id, false, 1 from todos`,
  ];
}
