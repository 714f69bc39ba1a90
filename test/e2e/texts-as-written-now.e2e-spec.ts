import { migrate } from '../../src/platform/database/migrate.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { todo } from '../support/todos.js';

const MIGRATION = 'TextsAsWrittenNow1764000095000';
const COMPOSED = 'caf\u00e9';
const DECOMPOSED = 'cafe\u0301';

describe('what was written before', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const migrateAgain = async () => {
    await kitchen.sql`delete from migrations where name = ${MIGRATION}`;
    expect(await migrate(kitchen.databaseUrl)).toEqual([MIGRATION]);
  };
  const link = (href: string, className = '') => `<a href="${href}" rel="nofollow ugc noopener"${className}>`;

  it('mentions members by what they have written, in more comments than are changed at once', async () => {
    const postId = await publish(ada);
    const { id } = await comment(ada, postId, `@${ada.username}, see [yourself](/api/v1/users/${ada.username})`);
    const htmlOf = async () => (await kitchen.guest.get(`/comments/${id}`)).body.html as string;
    const html = await htmlOf();
    const old = link(`/api/v1/users/${ada.username}`, ' class="mention"');
    await kitchen.sql`update comments set html = replace(html, '/blog?author=', '/api/v1/users/') where id = ${id}`;
    await kitchen.sql`
      with added as (
        insert into comments (id, post_id, author_id, body, html)
        select gen_random_uuid(), ${postId}, ${ada.id}, '@…', ${`${old}@…</a>`} from generate_series(1, 2500) returning id
      )
      insert into comment_mentions (comment_id, user_id, position) select id, ${ada.id}, 1 from added`;

    await migrateAgain();

    expect(await htmlOf()).toBe(html);
    expect(html).toContain(link(`/blog?author=${ada.username}`, ' class="mention"'));
    expect(html).toContain(link(`/api/v1/users/${ada.username}`));
    const left = await kitchen.sql`select id from comments where position(${old} in html) > 0`;
    expect(left).toEqual([]);
  });

  it('has labels that are composed, each once, and other labels as they are', async () => {
    const [made, other] = [await todo(ada, { labels: ['z', 'x', 'a'] }), await todo(ada, { labels: ['z', 'a'] })];
    await kitchen.sql`update todos set labels = ${['z', DECOMPOSED, COMPOSED, 'a']} where id = ${made.id}`;

    await migrateAgain();

    expect((await ada.api.get(`/todos/${made.id}`)).body.labels).toEqual(['z', COMPOSED, 'a']);
    expect((await ada.api.get(`/todos/${other.id}`)).body.labels).toEqual(['z', 'a']);
  });
});
