import pg from 'pg';

export interface ContentSize {
  members: number;
  posts: number;
}

/** About 2 kB, as a post has. */
const PARAGRAPHS = 8;

/**
 * Fills a migrated, empty database: the same content at every run. Members are called `member1` and so on; each post has a tag
 * and is a minute younger than the one before it.
 */
export async function fill(databaseUrl: string, { members, posts }: ContentSize): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    await session.query(MEMBERS, [members]);
    await session.query(POSTS, [posts, members, PARAGRAPHS]);
    await session.query(SLUGS_AND_TAGS);
    // What would otherwise come along in the middle of a measurement.
    await session.query('vacuum (freeze, analyze)');
    await session.query('checkpoint');
  } finally {
    await session.end();
  }
}

const MEMBERS = `
  insert into users (id, username, email, display_name, bio)
  select md5('member' || n)::uuid, 'member' || n, 'member' || n || '@kitchen.example', 'Member ' || n, 'Cooks, and writes about it.'
  from generate_series(1, $1::int) as n`;

const POSTS = `
  with texts as (
    select n, repeat('The soup of day ' || n || ' takes an hour, and nobody has ever regretted to wait for it. ' ||
      'Cut the onions first, for they want to be soft and brown before anything else joins them. ' ||
      'Then come carrots, celery, and patience.' || E'\\n\\n', $3::int) as body
    from generate_series(1, $1::int) as n
  )
  insert into posts (id, author_id, slug, title, body, html, opening, tags, status, reading_minutes,
    created_at, updated_at, published_at)
  select md5('post' || n)::uuid, md5('member' || 1 + n % $2::int)::uuid, 'soup-' || n, 'The soup of day ' || n,
    body, '<p>' || replace(rtrim(body, E'\\n'), E'\\n\\n', '</p><p>') || '</p>', left(body, 200),
    array['soup', 'day' || n % 100], 'published', 2, moment, moment, moment
  from texts, lateral (select timestamptz '2026-01-01' + n * interval '1 minute' as moment) as moments`;

const SLUGS_AND_TAGS = `
  with slugs as (insert into post_slugs (slug, post_id) select slug, id from posts)
  insert into post_tags (post_id, tag, published_at) select id, unnest(tags), published_at from posts`;
