/**
 * The best SQL found for each answer: it gives the finished JSON, and runs as a named statement. A page's ids are picked from one
 * index first, and the number of them is literal, because with `limit $1` PostgreSQL plans anew each time.
 */
export interface Statement {
  name: string;
  text: string;
}

const iso = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const avatarUrl = (user: string) => `'/api/v1/photos/' || ${user}.avatar_photo_id || '/thumb.webp'`;

/** Of a user that may not be there any more. */
const author = (user: string) => `
  (select person from (select ${user}.username, ${user}.display_name as "displayName", ${avatarUrl(user)} as "avatarUrl"
    where ${user}.id is not null) as person) as author`;

/** The loaded posts have no photos. What is left of them here is the look into the index that finds that out. */
const photos = `
  coalesce((select json_agg(photo_id order by position) from post_photos where post_id = posts.id), '[]') as photos,
  null as "coverPhoto"`;

const summary = `
  posts.id, posts.slug, posts.title, coalesce(posts.excerpt, posts.opening) as excerpt, posts.status, posts.tags,
  ${author('users')}, ${photos}, posts.like_count as "likeCount", posts.comment_count as "commentCount",
  posts.reading_minutes as "readingMinutes", ${iso('posts.created_at')} as "createdAt",
  ${iso('posts.updated_at')} as "updatedAt", ${iso('posts.published_at')} as "publishedAt",
  ${iso('posts.publish_at')} as "publishAt"`;
const text = `posts.are_comments_open as "areCommentsOpen", posts.body, posts.html`;
const viewer = `
  (select mine from (select
    exists (select from post_likes where post_id = posts.id and user_id = $2) as liked,
    exists (select from post_bookmarks where post_id = posts.id and user_id = $2) as bookmarked,
    posts.author_id = $2::uuid as "canEdit") as mine) as viewer`;

/** Items as JSON, without the brackets, and the key of the last of them if there are more. One row more than is shown tells. */
const page = (count: number, picked: string, key: string, source: string, item: string) => `
  with picked as (${picked} limit ${count + 1}),
    page as materialized (select *, row_number() over () as place from picked)
  select string_agg(row_to_json(item)::text, ',' order by place) as items, (
    select json_build_array(${key}, id)::text from page
    where place = ${count} and exists (select from page where place = ${count + 1})) as key
  from page join ${source} cross join lateral (select ${item}) as item
  where place <= ${count}`;

export const posts = (count: 10 | 20): Statement => ({
  name: `posts${count}`,
  text: page(
    count,
    `select id, published_at from posts where status = 'published' order by published_at desc, id desc`,
    iso('published_at'),
    'posts on posts.id = page.id join users on users.id = posts.author_id',
    summary,
  ),
});

const onePost = (columns: string, isVisible: string) => `
  select row_to_json(post)::text as json from (
    select ${columns} from post_slugs join posts on posts.id = post_id join users on users.id = posts.author_id
    where post_slugs.slug = $1 and ${isVisible}) as post`;

export const post: Statement = { name: 'post', text: onePost(`${summary}, ${text}`, `posts.status = 'published'`) };

export const postForMember: Statement = {
  name: 'post_for_member',
  text: onePost(
    `${summary}, ${viewer}, ${text}`,
    `(posts.status = 'published' or posts.author_id = $2 and posts.status <> 'trashed')`,
  ),
};

const comment = (isMine: boolean) => `
  comments.id, comments.post_id as "postId", comments.parent_id as "parentId", ${author('users')},
  comments.body, comments.html, coalesce((
    select json_agg(member order by position) from comment_mentions
    cross join lateral (select username, display_name as "displayName" from users where id = user_id) as member
    where comment_id = comments.id), '[]') as mentions,
  comments.like_count as "likeCount", comments.reply_count as "replyCount", comments.body is null as "isDeleted",
  comments.concealed_at is not null as "isHidden", comments.held_at is not null as "isHeld",
  ${iso('comments.created_at')} as "createdAt", ${iso('comments.edited_at')} as "editedAt"
  ${
    isMine
      ? `, (select mine from (select false as liked, true as "canEdit", true as "canDelete",
    posts.author_id = $3::uuid as "canConceal", false as "canReport") as mine) as viewer`
      : ''
  }`;

export const comments: Statement = {
  name: 'comments',
  text: page(
    10,
    `select id, created_at from comments where post_id = $1 and parent_id is null and held_at is null
       and exists (select from posts where id = $1 and status = 'published')
     order by parent_id, created_at, id`,
    iso('created_at'),
    'comments on comments.id = page.id left join users on users.id = comments.author_id',
    comment(false),
  ),
};

/** All in one statement, and so in one transaction. */
export const addComment: Statement = {
  name: 'add_comment',
  text: `
    with posts as (
      update posts set comment_count = comment_count + 1
      where id = $2 and status = 'published' and are_comments_open returning id, author_id
    ), comments as (
      insert into comments (id, post_id, author_id, body, html, digest)
      select $1::uuid, id, $3::uuid, $4, $5, $6 from posts returning *
    )
    select row_to_json(comment)::text as json from (
      select ${comment(true)} from comments join posts on posts.id = post_id join users on users.id = $3) as comment`,
};

const todo = `
  todos.id, todos.list_id as "listId", todos.parent_id as "parentId", todos.title, todos.notes,
  todos.completed_at is not null as "isDone", ${iso('todos.completed_at')} as "completedAt", todos.priority, todos.labels,
  case when todos.due_date is not null then json_strip_nulls(json_build_object('date', todos.due_date,
    'time', to_char(todos.due_time, 'HH24:MI'), 'timezone', todos.due_timezone)) end as due,
  case when todos.recurrence_rule is not null
    then json_build_object('rule', todos.recurrence_rule, 'anchor', todos.recurrence_anchor) end as recurrence,
  todos.reminders, todos.position, (
    select counts from (select count(child.completed_at) as done, count(*) as total
      from public.todos as child where child.parent_id = todos.id and child.deleted_at is null) as counts) as "subtaskCounts",
  ${iso('todos.created_at')} as "createdAt", ${iso('todos.updated_at')} as "updatedAt"`;

export const todos: Statement = {
  name: 'todos',
  text: page(
    10,
    `select position as at, id from todos where owner_id = $1 and deleted_at is null order by position, id`,
    'at',
    'todos on todos.id = page.id',
    todo,
  ),
};

const added = (isFree: string) => `
  with todos as (
    insert into todos (id, owner_id, list_id, title, notes, priority, labels, position)
    select $1, owner_id, id, $3, $4, $5, $6, $7 from todo_lists
    where owner_id = $2 and is_inbox and deleted_at is null and ${isFree} for key share
    returning *
  ), answer as (select row_to_json(todo)::text as json from (select ${todo} from todos) as todo)`;

export const addTodo: Statement = { name: 'add_todo', text: `${added('true')} select json from answer` };

/**
 * And keeps the answer under a key, with what is sent beside it. Nothing is added while another request has the key, nor where an
 * answer is kept under it, as the constraint says.
 */
export const addTodoOnce: Statement = {
  name: 'add_todo_once',
  text: `
    ${added(`(select pg_try_advisory_xact_lock(hashtextextended($2::uuid::text || ' ' || $8::text, 0)))`)}, kept as (
      insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)
      select $2::uuid, $8, $9, 201, $10, json from answer
    )
    select json from answer`,
};

export const keptAnswer: Statement = {
  name: 'kept_answer',
  text: `
    select body as json, headers ->> 'location' as location from idempotency_keys
    where user_id = $1 and key = $2 and fingerprint = $3 and created_at > now() - interval '24 hours'`,
};

export const setDone = (isDone: boolean): Statement => ({
  name: isDone ? 'complete' : 'reopen',
  text: `
    with changed as (
      update todos set completed_at = ${isDone ? 'now()' : 'null'}, version = version + 1, updated_at = now()
      where id = $1 and owner_id = $2 and deleted_at is null and completed_at is ${isDone ? '' : 'not'} null
        and not exists (select from todos as child where child.parent_id = todos.id)
      returning *
    )
    select row_to_json(todo)::text as json from (select ${todo} from changed as todos) as todo`,
});

export const session: Statement = {
  name: 'session',
  text: `
    select user_id as id from sessions join users on users.id = user_id
    where sessions.id = $1 and expires_at > now() and (suspended_until > now()) is not true`,
};
