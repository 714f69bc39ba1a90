import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { post, titlesOf } from '../support/posts.js';

describe('search where the database has no extensions', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    // What the migration leaves where it may not create them.
    await kitchen.sql`alter text search configuration kitchen_stems alter mapping for word with kitchen_stem`;
    await kitchen.sql`alter text search configuration kitchen_words alter mapping for word with simple`;
    await kitchen.sql`drop extension pg_trgm cascade`;
    ada = await kitchen.member();
    await post(ada, { title: 'Crème fraîche', body: 'For sour doughs.' });
  });
  afterAll(() => kitchen.close());

  const find = async (q: string) => titlesOf(await kitchen.guest.get(`/posts?q=${encodeURIComponent(q)}`));

  it('finds words, their forms and their beginnings', async () => {
    for (const q of ['crème', 'CRÈME FRAÎ', 'dough'])
      expect({ q, found: await find(q) }).toEqual({ q, found: ['Crème fraîche'] });
  });

  it('minds accents, and forgives no typo', async () => {
    for (const q of ['creme', 'fraiche', 'crèmme']) expect({ q, found: await find(q) }).toEqual({ q, found: [] });
    expect((await ada.api.get('/search?q=cr%C3%A8mme')).body).toEqual({ items: [], nextCursor: null });
  });
});
