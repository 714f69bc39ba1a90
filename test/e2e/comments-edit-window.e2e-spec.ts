import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish, type SeenComment } from '../support/comments.js';

describe('the time for edits of a comment', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let bob: Member;
  let postId: string;
  let written: SeenComment;

  beforeAll(async () => {
    kitchen = await startKitchen();
    [ada, bob] = [await kitchen.member(), await kitchen.member()];
    postId = await publish(await kitchen.member());
  });
  beforeEach(async () => {
    written = await comment(ada, postId, `The moon is cheese, ${Math.random()}`);
    await letPass('1 year');
  });
  afterAll(() => kitchen.close());

  const edit = (body: string, headers?: Record<string, string>) =>
    ada.api.patch(`/comments/${written.id}`, { body }, headers);
  const canEdit = async () => (await ada.api.get(`/comments/${written.id}`)).body.viewer.canEdit;
  const answer = (member: Member) => comment(member, postId, `Is it? ${Math.random()}`, written.id);
  const letPass = (time: string) => kitchen.sql`
    update comments set created_at = created_at - ${time}::interval, first_answered_at = first_answered_at - ${time}::interval
    where id = ${written.id}`;

  it('does not end while nobody has replied, or only its author', async () => {
    await answer(ada);
    await letPass('1 year');

    expect(await canEdit()).toBe(true);
    const edited = await edit('The moon is rock.');
    expect([edited.status, edited.body.body]).toEqual([200, 'The moon is rock.']);
    expect(Date.parse(edited.body.editedAt)).toBeGreaterThan(Date.parse(edited.body.createdAt));
  });

  it('ends 15 minutes after somebody else replied, and the refusal says when that was', async () => {
    await answer(bob);
    await letPass('14 minutes 30 seconds');
    expect([await canEdit(), (await edit('Sorry: rock.')).status]).toEqual([true, 200]);

    await letPass('1 minute');
    expect(await canEdit()).toBe(false);
    const refused = await edit('I never said cheese.');
    expect([refused.status, refused.body.code]).toEqual([403, 'comments.edit_window_closed']);
    const [row] = await kitchen.sql<{ at: Date }>`
      select first_answered_at + interval '15 minutes' as at from comments where id = ${written.id}`;
    expect(refused.body.closedAt).toBe(row!.at.toISOString());
    expect(refused.body.detail).toContain(row!.at.toISOString());
    expect((await ada.api.get(`/comments/${written.id}`)).body.body).toBe('Sorry: rock.');
  });

  it('is not made longer by further replies, nor begun anew when the first one is deleted', async () => {
    const first = await answer(bob);
    await letPass('16 minutes');
    await answer(bob);
    await bob.api.delete(`/comments/${first.id}`);

    expect((await edit('Now?')).body.code).toBe('comments.edit_window_closed');
  });

  it('leaves deleting as it is', async () => {
    await answer(bob);
    await letPass('16 minutes');

    expect((await ada.api.get(`/comments/${written.id}`)).body.viewer).toMatchObject({
      canEdit: false,
      canDelete: true,
    });
    expect((await ada.api.delete(`/comments/${written.id}`)).status).toBe(204);
  });

  it('is said before anything about If-Match, and a stranger learns nothing of it', async () => {
    await answer(bob);
    await letPass('16 minutes');

    expect((await edit('x', { 'if-match': '"7.x"' })).status).toBe(403);
    const stranger = await bob.api.patch(`/comments/${written.id}`, { body: 'x' });
    expect([stranger.body.code, stranger.body.closedAt]).toEqual(['comments.not_yours', undefined]);
  });
});
