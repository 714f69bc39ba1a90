import sharp from 'sharp';
import { DEMO_PASSWORD } from '../../src/demo/demo-member.js';
import { readMembers, readPosts } from '../../src/demo/read-assets.js';
import { seed } from '../../src/demo/seed.js';
import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { fetchBytes, type SeenPhoto } from '../support/photos.js';

interface SeededPost {
  title: string;
  html: string;
}

interface SeenPhotos {
  photos: SeenPhoto[];
  coverPhoto: SeenPhoto;
  author: { avatarUrl: string | null };
}

/** On a machine that has much else to do. */
const SEEDING_TAKES = 240_000;

/** Everything that a seeding writes, so that nothing can change unseen. */
async function contentsOf(kitchen: Kitchen) {
  const [contents] = await kitchen.sql`
    select
      (select json_agg(users order by id) from users) as users,
      (select json_agg(posts order by id) from posts) as posts,
      (select json_agg(post_tags order by post_id, tag) from post_tags) as tags,
      (select json_agg(comments order by id) from comments) as comments,
      (select json_agg(photos order by id) from photos) as photos,
      (select json_agg(post_photos order by post_id, photo_id) from post_photos) as shown,
      (select json_agg(post_revisions order by post_id, number) from post_revisions) as revisions,
      (select json_agg(post_likes order by post_id, user_id) from post_likes) as likes,
      (select json_agg(post_bookmarks order by post_id, user_id) from post_bookmarks) as bookmarks,
      (select json_agg(comment_likes order by comment_id, user_id) from comment_likes) as liked_comments,
      (select json_agg(follows order by follower_id, followee_id) from follows) as follows,
      (select json_agg(reports order by id) from reports) as reports,
      (select json_agg(todo_lists order by id) from todo_lists) as lists,
      (select json_agg(todos order by id) from todos) as todos`;
  return contents as Record<string, unknown[] | null>;
}

async function logIn(kitchen: Kitchen, login: string, password = DEMO_PASSWORD): Promise<Api> {
  const { status, body } = await kitchen.guest.post('/auth/login', { login, password });
  expect(status).toBe(200);
  return new Api(kitchen.origin, body.accessToken);
}

describe('the demo', () => {
  let kitchen: Kitchen;
  let replica: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen();
    // Of two at the same time, one waits and then adds nothing.
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    await Promise.all([seed(kitchen.nest), seed(replica.nest)]);
  }, SEEDING_TAKES);
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  it('has a dozen members, of whom one moderates and one is admin, and nobody is signed in', async () => {
    expect(await kitchen.sql`select role, count(*)::int as n from users group by role order by role`).toEqual([
      { role: 'admin', n: 1 },
      { role: 'moderator', n: 1 },
      { role: 'user', n: 10 },
    ]);
    expect(await kitchen.sql`select from sessions`).toEqual([]);
    expect(
      await kitchen.sql`select from users where bio is null or timezone = 'UTC' or display_name = username`,
    ).toEqual([]);
  });

  it('has a hundred posts of the last year, with titles and texts of their own, and a few drafts', async () => {
    const [posts] = await kitchen.sql`
      select count(*)::int as all, count(published_at)::int as published, count(distinct title)::int as titles,
        count(distinct body)::int as bodies, count(distinct author_id)::int as authors,
        min(published_at) > now() - interval '1 year 1 day' as are_recent, max(published_at) < now() as are_past,
        bool_or(slug ~ '-2$') as has_a_second_slug
      from posts`;

    expect(posts!['published']).toBeGreaterThanOrEqual(100);
    expect(posts).toMatchObject({ titles: posts!['all'], bodies: posts!['all'], authors: 12 });
    expect(posts).toMatchObject({ are_recent: true, are_past: true, has_a_second_slug: false });
    expect(posts!['all']).toBeGreaterThan(posts!['published'] as number);
    expect((await kitchen.guest.get('/posts?tag=recipes&limit=100')).body.items.length).toBeGreaterThan(30);
  });

  it('can be searched: recipes, people, and words with accents and typos', async () => {
    const find = async (q: string, type = 'posts,comments,users') =>
      (
        (await kitchen.guest.get(`/search?q=${encodeURIComponent(q)}&type=${type}`)).body.items as { title: string }[]
      ).map(({ title }) => title);

    expect((await find('lentil soup'))[0]).toMatch(/lentil soup/i);
    expect(await find('@ada', 'users')).toEqual([(await kitchen.guest.get('/users/ada')).body.displayName]);
    expect(await find('setubal')).not.toEqual([]);
    expect((await find('shakshuca'))[0]).toMatch(/shakshuka/i);
    expect(await find('mole in three evenings in:title')).toEqual([]);
  });

  it('shows no Markdown that was left over, and no link that leads nowhere', async () => {
    for (const { title, html } of await kitchen.sql<SeededPost>`select title, html from posts`) {
      const prose = html.replace(/<(pre|code)\b.*?<\/\1>/gs, '');
      const leftOver = /\*\*|\]\(|\[[ x]\]|~~|`|&lt;|(?:^|>)\s*(?:#+ |[-*] |\d+\. |\||>)/m.exec(prose)?.[0];
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);

      expect({ title, leftOver }).toEqual({ title, leftOver: undefined });
      expect({
        title,
        links: links.filter((href) => !/^https:\/\/[\w.-]+\.\w+(\/|$)|^#user-content-/.test(href)),
      }).toEqual({
        title,
        links: [],
      });
    }
  });

  it('uses all that Markdown has', async () => {
    const [uses] = await kitchen.sql`
      select bool_or(html like '%<h2 id=%') as headings, bool_or(html like '%<table>%') as tables,
        bool_or(html like '%<ul>%') as bullets, bool_or(html like '%<ol>%') as numbers,
        bool_or(html like '%<blockquote>%') as quotes, bool_or(html like '%<code class="language-%') as code,
        bool_or(html like '%<a href%') as links, bool_or(html like '%<s>%') as struck,
        bool_or(html like '%<li class="task-list-item"><input type="checkbox"%') as boxes,
        bool_or(html like '%<section class="footnotes">%') as notes, bool_or(html like '%hljs-%') as colours
      from posts`;
    expect(new Set(Object.values(uses!))).toEqual(new Set([true]));
  });

  it('has threads up to five deep, which began after their posts, with edits and tombstones', async () => {
    const [threads] = await kitchen.sql`
      with recursive thread as (
        select id, post_id, created_at, 1 as depth from comments where parent_id is null
        union all
        select reply.id, reply.post_id, reply.created_at, depth + 1
        from comments reply join thread on reply.parent_id = thread.id and reply.created_at > thread.created_at
      )
      select count(*)::int as in_order, (select count(*)::int from comments) as all, max(depth) as depth,
        bool_and(thread.created_at > posts.published_at and thread.created_at < now()) as are_between
      from thread join posts on posts.id = post_id`;
    const [marks] = await kitchen.sql`
      select count(*) filter (where body is null)::int as tombstones, count(edited_at)::int as edited,
        bool_or(edited_at <= created_at or edited_at >= now()) as edited_too_early_or_late,
        bool_or(body like '%[deleted]%' or body like '%⇒%') as shows_marks
      from comments`;

    expect(threads!['all']).toBeGreaterThan(400);
    expect(threads).toMatchObject({ in_order: threads!['all'], depth: 5, are_between: true });
    expect(marks).toMatchObject({ edited_too_early_or_late: false, shows_marks: false });
    expect(marks!['tombstones']).toBeGreaterThanOrEqual(3);
    expect(marks!['edited']).toBeGreaterThanOrEqual(5);
  });

  it('counts comments and replies as there are', async () => {
    expect(
      await kitchen.sql`
        select title from posts
        where comment_count <> (
          select count(*) from comments
          where post_id = posts.id and body is not null and concealed_at is null and held_at is null)`,
    ).toEqual([]);
    expect(
      await kitchen.sql`
        select id from comments parent
        where reply_count <> (select count(*) from comments where parent_id = parent.id and held_at is null)`,
    ).toEqual([]);
  });

  it('has todos under others, a reminder and recurring ones among what ada has to do', async () => {
    const ada = await logIn(kitchen, 'ada');
    const { body } = await ada.get('/todos?limit=100');
    const named = (title: string) => (body.items as Record<string, unknown>[]).find((todo) => todo['title'] === title);

    const buns = named('Sixteen cardamom buns for the guests');
    expect(buns).toMatchObject({ subtaskCounts: { done: 1, total: 3 }, reminders: [{ minutesBefore: 60 }] });
    expect(named('Butter, soft')).toMatchObject({ parentId: named('Dough, the evening before')!['id'] });
    expect((body.items as { recurrence: unknown }[]).filter(({ recurrence }) => recurrence !== null)).toHaveLength(3);
  });

  it('has a face for everybody and photos in posts, in one of them several with a chosen cover, all to be seen', async () => {
    const { items } = (await kitchen.guest.get('/posts?limit=100')).body as { items: SeenPhotos[] };
    const shown = items.filter(({ photos }) => photos.length > 0);
    const several = shown.find(({ photos }) => photos.length > 1)!;

    expect(shown.length).toBeGreaterThan(12);
    expect(several.photos.map(({ alt }) => alt)).toEqual(expect.arrayContaining(['The same slope in June']));
    expect(several.photos.findIndex(({ id }) => id === several.coverPhoto.id)).toBe(2);
    expect(items.filter(({ author }) => author.avatarUrl === null)).toEqual([]);
    for (const url of [several.coverPhoto.variants.thumb.url, several.author.avatarUrl!]) {
      const { status, bytes } = await fetchBytes(kitchen, url);
      expect({ status, format: (await sharp(bytes).metadata()).format }).toEqual({ status: 200, format: 'webp' });
    }
    expect(await kitchen.sql`select from stored_files where not is_kept`).toEqual([]);
  });

  it('has likes, bookmarks and follows, so that there is a feed, a top, and something kept for later', async () => {
    const kwame = await logIn(kitchen, 'kwame');
    const lists = ['/posts/feed', '/users/me/bookmarks', '/users/kwame/followers', '/users/kwame/following'];
    const top = (await kitchen.guest.get('/posts?sort=top')).body.items as { likeCount: number }[];
    const liked = await kitchen.sql`select from comments where like_count > 1`;

    for (const list of lists)
      expect({ list, items: (await kwame.get(list)).body.items }).not.toEqual({ list, items: [] });
    expect(top[0]!.likeCount).toBeGreaterThan(top[9]!.likeCount);
    expect(liked.length).toBeGreaterThan(20);
  });

  it('has a post that was written three times, one that is to come, and some in the trash', async () => {
    const [callum, ada] = [await logIn(kitchen, 'callum'), await logIn(kitchen, 'ada')];
    const checklist = (await callum.get('/posts/a-checklist-that-answers-back')).body;
    const revisions = (await callum.get(`/posts/${checklist.id}/revisions`)).body.items as { createdAt: string }[];
    const scheduled = (await ada.get('/users/me/posts?status=scheduled')).body.items;

    expect(revisions.map(({ createdAt }) => createdAt).at(-1)).toBe(checklist.createdAt);
    expect(new Set(revisions.map(({ createdAt }) => createdAt)).size).toBe(3);
    expect(revisions[0]!.createdAt).toBe(checklist.updatedAt);
    expect(scheduled).toMatchObject([{ title: 'What Gudrun did next' }]);
    expect(Date.parse(scheduled[0].publishAt)).toBeGreaterThan(Date.now());
    expect((await ada.get('/users/me/trash')).body.items).toHaveLength(1);
  });

  it('has a mention, a comment out of sight, and a queue for the moderator: one reported, one held', async () => {
    const moderator = await logIn(kitchen, 'jonas');
    const { id } = (await kitchen.guest.get('/posts/the-allotment-in-four-pictures')).body;
    const { text, body } = await kitchen.guest.get(`/posts/${id}/comments?tree=true&limit=100`);

    expect(text).toContain('href=\\"/blog?author=ada\\"');
    expect(body.items.filter(({ isHidden }: { isHidden: boolean }) => isHidden)).toHaveLength(1);
    expect(text).not.toMatch(/First!!!1|one-tree/);
    const { items } = (await moderator.get('/reports')).body as { items: { kind: string }[] };
    expect(items.map(({ kind }) => kind).sort()).toEqual(['held', 'reported']);
  });

  it('lets ada log in, who finds drafts and todos in every state', async () => {
    const ada = await logIn(kitchen, 'ada');
    const found = async (query: string) => (await ada.get(`/todos?limit=100&${query}`)).body.items.length as number;

    expect((await ada.get('/users/me')).body).toMatchObject({
      username: 'ada',
      timezone: 'Europe/Stockholm',
      role: 'user',
    });
    expect((await ada.get('/users/me/posts?status=draft')).body.items).toHaveLength(2);
    expect((await ada.get('/todo-lists')).body.items.map(({ name }: { name: string }) => name)).toEqual([
      'Inbox',
      'Baking',
      'Talk in Malmö',
      'Flat',
    ]);
    for (const state of ['overdue', 'today', 'week', 'none']) expect(await found(`due=${state}`)).toBeGreaterThan(1);
    const [open, done, thisWeek] = [
      await found('done=false'),
      await found('done=true'),
      await found('done=false&due=week'),
    ];
    expect(done).toBeGreaterThan(3);
    expect(open - thisWeek - (await found('due=overdue')) - (await found('done=false&due=none'))).toBeGreaterThan(1);
    for (const priority of [1, 2, 3, 4]) expect(await found(`priority=${priority}`)).toBeGreaterThan(0);
    expect(await found('label=talk')).toBeGreaterThan(3);
  });

  it('adds nothing at a second seeding, and leaves alone what people have changed', async () => {
    const callum = await logIn(kitchen, 'callum');
    const [edited, deleted] = (await kitchen.guest.get('/posts?author=callum')).body.items;
    await callum.patch(`/posts/${edited.id}`, { title: 'Something else' });
    await callum.delete(`/posts/${deleted.id}`);
    await callum.patch('/users/me', { bio: null });
    const before = await contentsOf(kitchen);
    await seed(kitchen.nest);

    expect(await contentsOf(kitchen)).toEqual(before);
  });
});

describe('a seeding', () => {
  let kitchen: Kitchen;
  beforeEach(async () => {
    kitchen = await startKitchen();
  });
  afterEach(() => kitchen.close());

  const counts = async () =>
    Object.fromEntries(Object.entries(await contentsOf(kitchen)).map(([what, rows]) => [what, rows?.length ?? 0]));

  it(
    'leaves nothing behind when it breaks off; the next one leaves out only whose name somebody has, with all that is theirs',
    async () => {
      const ada = await kitchen.member({ username: 'ada' });
      // Some of it is enough, and takes less time.
      const posts = (await readPosts()).filter((_post, index) => index % 5 === 0);
      const content = { members: await readMembers(), posts };
      const before = await counts();
      await kitchen.sql`
        create function break_off() returns trigger language plpgsql as
        'begin if (select count(*) > 20 from comments) then raise ''broken off''; end if; return new; end'`;
      await kitchen.sql`create trigger break_off before insert on comments for each row execute function break_off()`;

      await expect(seed(kitchen.nest, content)).rejects.toThrow('broken off');
      expect(await counts()).toEqual(before);
      expect(await kitchen.sql`select from stored_files`).toEqual([]);

      await kitchen.sql`drop trigger break_off on comments`;
      await seed(kitchen.nest, content);
      for (const path of ['/users/me/posts', '/users/me/trash', '/users/me/photos', '/todos'])
        expect((await ada.api.get(path)).body.items).toEqual([]);
      expect(await kitchen.sql`select from comments where author_id = ${ada.id}`).toEqual([]);
      expect(await kitchen.sql`select from stored_files where not is_kept`).toEqual([]);
      expect((await kitchen.sql`select from users`).length).toBe(12);
      await logIn(kitchen, 'jonas');
    },
    SEEDING_TAKES,
  );
});
