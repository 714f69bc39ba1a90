import { v7 as newId } from 'uuid';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { personalToken } from '../support/tokens.js';

const SIZE = 5;

describe('lists of how one signs in', () => {
  let kitchen: Kitchen;

  beforeAll(async () => (kitchen = await startKitchen()));
  afterAll(() => kitchen.close());

  /** What puts one more into each list of a member. */
  const adding: Record<string, (member: Member) => Promise<unknown>> = {
    sessions: ({ id }) => kitchen.sql`
      insert into sessions (id, user_id, device, ip, expires_at)
      values (${newId()}, ${id}, 'Device', '192.0.2.1', now() + interval '1 day')`,
    tokens: (member) => personalToken(kitchen, member, ['read']),
    passkeys: ({ id }) => kitchen.sql`
      insert into passkeys (id, user_id, credential_id, public_key, sign_count, transports, is_backed_up, name)
      values (${newId()}, ${id}, ${newId()}, 'key'::bytea, 0, '{}', false, 'Key')`,
    identities: ({ id }) => kitchen.sql`
      insert into identities (id, user_id, provider, issuer, subject)
      values (${newId()}, ${id}, 'google', 'https://accounts.google.com', ${newId()})`,
  };
  const lists = Object.keys(adding);

  async function withSome(list: string): Promise<Member> {
    const member = await kitchen.member();
    // The one that this member has signed in with is one.
    for (let i = list === 'sessions' ? 1 : 0; i < SIZE; i++) await adding[list]!(member);
    return member;
  }

  it.each(lists)('are read page by page, none left out or shown twice while others are added: %s', async (list) => {
    const [ada, eve] = [await withSome(list), await withSome(list)];
    const all = (await ada.api.get(`/auth/${list}?limit=100`)).body.items.map(({ id }: { id: string }) => id);
    const others = (await eve.api.get(`/auth/${list}`)).body.items.map(({ id }: { id: string }) => id);
    expect(all).toHaveLength(SIZE);

    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages++) {
      const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
      const { status, body, headers } = await ada.api.get(`/auth/${list}${query}`);
      expect([status, body.items.length <= 2]).toEqual([200, true]);
      expect(headers.get('link') === null).toBe(body.nextCursor === null);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
      if (pages === 0) await adding[list]!(ada);
    }
    // Newest first: what was added comes before the first page; those in order of linking end with it.
    expect(seen.slice(0, SIZE)).toEqual(all);
    expect(seen).toHaveLength(list === 'identities' ? SIZE + 1 : SIZE);
    expect(seen.filter((id) => others.includes(id))).toEqual([]);
  });

  it.each(lists)('refuse a cursor of another list, and what is no page: %s', async (list) => {
    const ada = await kitchen.member();
    for (const add of Object.values(adding)) for (let i = 0; i < 2; i++) await add(ada);
    const other = lists[(lists.indexOf(list) + 1) % lists.length]!;
    const { nextCursor } = (await ada.api.get(`/auth/${other}?limit=1`)).body;

    for (const query of [`cursor=${nextCursor}`, 'cursor=x', 'limit=0', 'limit=101', 'limit=x', 'page=2']) {
      expect([query, (await ada.api.get(`/auth/${list}?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it.each(lists)('are nobody’s but the member’s own, and not for guests: %s', async (list) => {
    const ada = await withSome(list);
    const stranger = await kitchen.member();
    const { items } = (await ada.api.get(`/auth/${list}?limit=100`)).body;
    const { nextCursor } = (await ada.api.get(`/auth/${list}?limit=1`)).body;

    for (const query of ['limit=100', `limit=100&cursor=${nextCursor}`]) {
      const { text } = await stranger.api.get(`/auth/${list}?${query}`);
      expect(items.filter(({ id }: { id: string }) => text.includes(id))).toEqual([]);
    }
    expect((await kitchen.guest.get(`/auth/${list}`)).status).toBe(401);
  });
});
