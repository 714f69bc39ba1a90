import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { PASSWORD, register } from '../support/register.js';

describe('mentions in comments', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let postId: string;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member({ username: 'bob_the_builder' })];
    postId = await publish(ada);
  });
  afterAll(() => kitchen.close());

  const write = async (body: string) => (await ada.api.post(`/posts/${postId}/comments`, { body })).body;
  const bobs = { username: 'bob_the_builder', displayName: 'bob_the_builder' };
  const linkToBob = (text: string) =>
    `<a href="/blog?author=bob_the_builder" rel="nofollow ugc noopener" class="mention">${text}</a>`;

  it('are of members who are there, each once, in the order of the text, and linked', async () => {
    const { id, mentions, html } = await write(
      `@Bob_The_Builder and @${ada.username}, not @nobody_at_all; @bob_the_builder!`,
    );

    expect(mentions).toEqual([bobs, { username: ada.username, displayName: ada.username }]);
    expect(html).toContain(linkToBob('@Bob_The_Builder'));
    expect(html).toContain('not @nobody_at_all;');
    const page = await kitchen.guest.get('//blog?author=bob_the_builder');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Posts by @bob_the_builder');
    for (const path of [
      `/comments/${id}`,
      `/posts/${postId}/comments?sort=newest`,
      `/posts/${postId}/comments?tree=true&sort=newest`,
    ]) {
      const { body, text } = await kitchen.guest.get(path);
      expect((body.items?.[0] ?? body).mentions).toEqual(mentions);
      expect(text).not.toContain('@example.com');
    }
  });

  it('are none in code, links and e-mail addresses', async () => {
    const { mentions, html } = await write(
      '`@bob_the_builder` [@bob_the_builder](/x) bob@bob_the_builder @bob_the_builder@a.example \\@bob_the_builder',
    );

    expect(mentions).toEqual([]);
    expect(html).not.toContain('class="mention"');
  });

  it('change with the text', async () => {
    const { id } = await write('Hello @bob_the_builder');
    const edited = (await ada.api.patch(`/comments/${id}`, { body: `Hello @${ada.username}` })).body;
    expect(edited.mentions).toEqual([{ username: ada.username, displayName: ada.username }]);
    expect((await kitchen.guest.get(`/comments/${id}`)).body).toMatchObject({ mentions: edited.mentions });

    await ada.api.patch(`/comments/${id}`, {});
    expect((await kitchen.guest.get(`/comments/${id}`)).body.mentions).toEqual(edited.mentions);
    await ada.api.patch(`/comments/${id}`, { body: 'Hello' });
    expect((await kitchen.guest.get(`/comments/${id}`)).body.mentions).toEqual([]);
  });

  it('go with a comment that is deleted, and are withheld with one that is concealed', async () => {
    const { id } = await write('Rude @bob_the_builder');
    await comment(bob, postId, 'What?', id as string);
    await ada.api.put(`/comments/${id}/concealment`);
    expect((await kitchen.guest.get(`/comments/${id}`)).body).toMatchObject({
      isHidden: true,
      mentions: [],
      html: null,
    });

    await ada.api.delete(`/comments/${id}`);
    expect((await ada.api.get(`/comments/${id}`)).body).toMatchObject({ isDeleted: true, mentions: [] });
    expect(await kitchen.sql`select from comment_mentions where comment_id = ${id}`).toEqual([]);
  });

  it('lose their link when the account goes, for somebody else may come to have the name', async () => {
    const grace = await register(kitchen);
    const { id, html } = await write(`Ask @${grace.username.toUpperCase()} or @bob_the_builder`);
    expect(html.match(/class="mention"/g)).toHaveLength(2);
    expect((await grace.api.send('DELETE', '/users/me', { password: PASSWORD })).status).toBe(204);

    const { body } = await kitchen.guest.get(`/comments/${id}`);
    expect(body.mentions).toEqual([bobs]);
    expect(body.html).toBe(`<p>Ask @${grace.username.toUpperCase()} or ${linkToBob('@bob_the_builder')}</p>\n`);
  });
});
