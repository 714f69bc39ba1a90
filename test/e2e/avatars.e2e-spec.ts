import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { fetchBytes, photo } from '../support/photos.js';

describe('an avatar', () => {
  let kitchen: Kitchen;
  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());

  const set = ({ api }: Member, avatarPhotoId: unknown) => api.patch('/users/me', { avatarPhotoId });

  it('is seen by everybody wherever its member is: profile, posts, comments', async () => {
    const ada = await kitchen.member();
    const { id } = await photo(kitchen, ada);
    const avatarUrl = `/api/v1/photos/${id}/thumb.webp`;
    expect((await set(ada, id)).body).toMatchObject({ avatarPhotoId: id, avatarUrl });

    const postId = await publish(ada);
    await comment(ada, postId, 'Hello');
    for (const path of [`/posts/${postId}`, `/posts?author=${ada.username}`, `/posts/${postId}/comments`]) {
      const { text } = await kitchen.guest.get(path);
      expect(text).toContain(
        `"author":{"username":"${ada.username}","displayName":"${ada.username}","avatarUrl":"${avatarUrl}"}`,
      );
    }
    expect((await kitchen.guest.get(`/users/${ada.username}`)).body.avatarUrl).toBe(avatarUrl);
    expect((await fetchBytes(kitchen, avatarUrl)).status).toBe(200);
    expect((await fetchBytes(kitchen, avatarUrl.replace('thumb', 'large'))).status).toBe(200);
  });

  it('is taken off again, and then it is private again', async () => {
    const ada = await kitchen.member();
    const { id } = await photo(kitchen, ada);
    await set(ada, id);
    expect((await ada.api.patch('/users/me', { bio: 'Tea' })).body.avatarPhotoId).toBe(id);

    expect((await set(ada, null)).body).toMatchObject({ avatarPhotoId: null, avatarUrl: null });
    expect((await fetchBytes(kitchen, `/api/v1/photos/${id}/thumb.webp`)).status).toBe(404);
  });

  it('is gone when its photo is deleted, and the member is not', async () => {
    const ada = await kitchen.member();
    const { id } = await photo(kitchen, ada);
    await set(ada, id);

    expect((await ada.api.delete(`/photos/${id}`)).status).toBe(204);
    expect((await ada.api.get('/users/me')).body).toMatchObject({ id: ada.id, avatarPhotoId: null, avatarUrl: null });
  });

  it('is a photo of one’s own', async () => {
    const [ada, bob] = [await kitchen.member(), await kitchen.member()];
    const theirs = await photo(kitchen, bob);
    for (const id of [theirs.id, '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10']) {
      const { status, body } = await set(ada, id);
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'users.avatar_not_yours', '/avatarPhotoId']);
    }
    for (const wrong of ['x', 1, [], `${theirs.id} `]) {
      const { status, body } = await set(ada, wrong);
      expect([status, body.errors[0].pointer]).toEqual([422, '/avatarPhotoId']);
    }
    expect((await ada.api.get('/users/me')).body.avatarUrl).toBeNull();
  });

  it('that is deleted while it is chosen is either chosen and then gone, or refused', async () => {
    const ada = await kitchen.member();
    for (let n = 0; n < 8; n++) {
      const { id } = await photo(kitchen, ada);
      const [chosen, deleted] = await Promise.all([set(ada, id), ada.api.delete(`/photos/${id}`)]);
      expect([200, 422]).toContain(chosen.status);
      expect(deleted.status).toBe(204);
      expect((await ada.api.get('/users/me')).body.avatarPhotoId).toBeNull();
    }
  });
});
