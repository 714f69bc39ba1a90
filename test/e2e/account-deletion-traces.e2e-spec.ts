import { hash } from 'node:crypto';
import { TagsRepository } from '../../src/modules/posts/tags/tags.repository.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { photo } from '../support/photos.js';
import { PASSWORD, register } from '../support/register.js';
import { registerPasskey } from '../support/software-authenticator.js';
import { setUpTotp } from '../support/totp.js';
import { tablesWith } from '../support/traces.js';
import { todo, todoList } from '../support/todos.js';

/** What stays of a member, in which table, and why. */
const STAYS: Record<string, { tables: string[]; because: string }> = {
  'word-in-comment-on-theirs': {
    tables: ['public.comments'],
    because: 'the thread on somebody else’s post would lose its sense; the name is gone from it',
  },
};

describe('after an account was deleted', () => {
  let kitchen: Kitchen;
  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  it('no table has a trace of it, but for those that are named here', async () => {
    const grace = await register(kitchen, 'Grace.Traced@Example.com');
    const [me, ada] = [grace, await kitchen.member()];
    const texts = await leaveTraces(me, ada);
    await kitchen.sql`
      insert into pgboss.job (name, data) select name, ${JSON.stringify({ kind: 'x', data: { to: grace.email } })}::jsonb
      from unnest(array['mail', 'dead_letters']) as queue (name)`;
    const needles = [grace.id, grace.username, grace.email, 'next-address@example.com', 'Displayed Grace', ...texts];

    const before = new Set<string>();
    for (const text of needles) {
      const tables = await tablesWith(kitchen, text);
      expect({ text, isFound: tables.length > 0 }).toEqual({ text, isFound: true });
      for (const table of tables) before.add(table);
    }
    // The walk was seen to find something wherever there is something.
    expect([...before]).toEqual(expect.arrayContaining([...TABLES_OF_A_MEMBER]));

    const { status } = await grace.api.send('DELETE', '/users/me', { password: PASSWORD });
    expect(status).toBe(204);
    // Housekeeping does this every quarter of an hour: until then, notes say by how many posts the count of a tag has changed.
    await kitchen.nest.get(TagsRepository).settle();

    for (const text of needles)
      expect({ text, tables: await tablesWith(kitchen, text) }).toEqual({ text, tables: STAYS[text]?.tables ?? [] });
  }, 60_000);

  it('how often its address was written to is remembered for an hour, by a hash: or deleting would be a way to mail anybody without end', async () => {
    const email = 'bombed@example.com';
    const grace = await register(kitchen, email);
    await grace.api.send('DELETE', '/users/me', { password: PASSWORD });

    const again = await register(kitchen, email);

    const tokens = await kitchen.sql`select from mail_tokens where user_id = ${again.id}`;
    expect(tokens).toEqual([]);
    expect(await tablesWith(kitchen, hash('sha256', email, 'base64url'))).toEqual(['public.mail_allowances']);
  });

  it('what its member did as a moderator or admin stays without who it was and from where', async () => {
    const [admin, ada] = [await register(kitchen), await kitchen.member()];
    await kitchen.sql`update users set role = 'admin' where id = ${admin.id}`;
    await kitchen.member({ role: 'admin' });
    await admin.api.put(`/users/${ada.username}/suspension`, { reason: 'Spam' });
    await admin.api.send('DELETE', '/users/me', { password: PASSWORD });

    const events = await kitchen.sql`
      select actor_id, ip, device from security_events where subject_id = ${ada.id} and event = 'users.suspended'`;

    expect(events).toEqual([{ actor_id: null, ip: null, device: null }]);
    expect(await tablesWith(kitchen, admin.id)).toEqual([]);
  });

  const TABLES_OF_A_MEMBER = [
    'users',
    'password_credentials',
    'sessions',
    'mail_tokens',
    'idempotency_keys',
    'security_events',
    'failed_logins',
    'photos',
    'post_photos',
    'posts',
    'post_slugs',
    'post_tags',
    'post_likes',
    'post_bookmarks',
    'post_revisions',
    'follows',
    'comments',
    'comment_likes',
    'report_reasons',
    'comment_mentions',
    'todo_lists',
    'todos',
    'running_exports',
    'totp_factors',
    'recovery_codes',
    'login_challenges',
    'personal_tokens',
    'identities',
    'passkeys',
  ].map((table) => `public.${table}`);

  /** @returns words, each of which was written somewhere else. */
  async function leaveTraces(me: Member, ada: Member): Promise<string[]> {
    const { api } = me;
    const word = (place: string) => `word-in-${place}`;
    await api.patch('/users/me', { displayName: 'Displayed Grace', bio: word('bio'), timezone: 'Europe/Berlin' });
    const post = { title: `Title ${word('title')}`, body: word('body'), excerpt: word('excerpt'), tags: ['tagged-x'] };
    const { body: posted } = await api.post('/posts', post, { 'idempotency-key': word('key') });
    await api.patch(`/posts/${posted.id}`, { title: `Other ${word('new-title')}` });
    const gone = await publish(me, `Gone ${word('deleted-post')}`);
    await api.delete(`/posts/${gone}`);
    const { id: photoId } = await photo(kitchen, me, { alt: word('alt') });
    await api.patch(`/posts/${posted.id}`, { photoIds: [photoId] });
    await api.patch('/users/me', { avatarPhotoId: photoId });
    await comment(me, posted.id as string, word('comment-on-mine'));
    const theirs = await publish(ada, 'Of somebody else');
    const { id: onTheirs } = await comment(me, theirs, word('comment-on-theirs'));
    await api.put(`/comments/${onTheirs}/like`);
    await api.put(`/posts/${theirs}/like`);
    await api.put(`/posts/${theirs}/bookmark`);
    await api.put(`/users/${ada.username}/follow`);
    const { id: rude } = await comment(ada, await publish(ada, 'Where Ada is rude'), 'Rude words');
    await kitchen.sql`insert into comment_mentions (comment_id, user_id, position) values (${rude}, ${me.id}, 1)`;
    await api.put(`/comments/${rude}/report`, { reason: word('reason') });
    const { id: listId } = await todoList(me, word('list'));
    await todo(me, { title: word('todo'), notes: word('notes'), labels: ['labelled-x'], listId });
    await api.post('/auth/tokens', { name: word('token'), scopes: ['read'] });
    await kitchen.sql`
      insert into identities (id, user_id, provider, issuer, subject, email)
      values (${me.id}, ${me.id}, 'oidc', 'https://id.example', ${word('subject')}, ${word('address-elsewhere')})`;
    await api.put('/auth/email', { email: 'next-address@example.com', password: PASSWORD });
    await api.send('DELETE', '/users/me', { password: 'wrong' });
    await setUpTotp(api);
    await registerPasskey(api, word('passkey'));
    await kitchen.guest.post('/auth/login', { login: me.username, password: PASSWORD });
    await kitchen.sql`insert into running_exports values (${me.id}, ${me.id}, now() + interval '1 minute')`;
    const places = [
      'bio',
      'passkey',
      'title',
      'body',
      'excerpt',
      'key',
      'new-title',
      'alt',
      'deleted-post',
      'comment-on-mine',
      'reason',
    ];
    return [
      ...[...places, 'comment-on-theirs', 'list', 'todo', 'notes', 'token', 'subject', 'address-elsewhere'].map(word),
      ...['tagged-x', 'labelled-x'],
      posted.id as string,
      photoId,
    ];
  }
});
