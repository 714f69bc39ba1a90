import { Api } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';

describe('roles', () => {
  let kitchen: Kitchen;
  /** A second process over the same database. */
  let replica: Kitchen;
  let cast: Cast;

  beforeAll(async () => {
    kitchen = await startKitchen();
    replica = await startKitchen({ DATABASE_URL: kitchen.databaseUrl });
    cast = await castOf(kitchen);
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
  });

  const roleOf = async (id: string) => (await kitchen.sql`select role from users where id = ${id}`)[0]!['role'];
  const path = ({ cast: { owner } }: { cast: Cast }) => `/users/${owner.username}/role`;

  scenarios(
    () => Promise.resolve({ kitchen, cast }),
    [
      { title: 'a role', as: 'guest', method: 'PATCH', path, body: { role: 'admin' }, status: 401 },
      {
        title: 'a role',
        as: ['owner', 'stranger', 'moderator'],
        method: 'PATCH',
        path,
        body: { role: 'admin' },
        status: 403,
        code: 'auth.forbidden',
        notContains: ['@example.com', '"role"'],
      },
      {
        title: 'a role',
        as: 'admin',
        method: 'PATCH',
        path,
        body: { role: 'user' },
        status: 200,
        contains: ['"role":"user"', '"username"'],
        notContains: ['@example.com', '"id"', 'version', 'previous', 'suspen'],
      },
      {
        title: 'the role of nobody',
        as: 'admin',
        method: 'PATCH',
        path: () => '/users/nobody/role',
        body: { role: 'user' },
        status: 404,
        code: 'users.not_found',
      },
    ],
  );

  it('leaves everybody as they were whom a member without the right tried to promote', async () => {
    for (const { api, id, username } of [cast.stranger, cast.moderator]) {
      expect((await api.patch(`/users/${username}/role`, { role: 'admin' })).status).toBe(403);
      expect(await roleOf(id)).not.toBe('admin');
    }
  });

  it.each([
    ['no role', {}, '/role'],
    ['null', { role: null }, '/role'],
    ['a role that does not exist', { role: 'root' }, '/role'],
    ['a role in capitals', { role: 'ADMIN' }, '/role'],
    ['several roles', { role: ['admin'] }, '/role'],
    ['an object', { role: { $ne: 'user' } }, '/role'],
    ['the prototype’s fields', { role: 'constructor' }, '/role'],
    ['another field', { role: 'admin', email: 'x@example.com' }, '/email'],
    ['a NUL', { role: 'admin\0' }, '/role'],
    ['a lone surrogate', { role: '\ud800' }, '/role'],
  ])('refuses %s by name and changes nothing', async (_what, body, pointer) => {
    const grace = await kitchen.member();
    const answer = await cast.admin.api.patch(`/users/${grace.username}/role`, body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(await roleOf(grace.id)).toBe('user');
  });

  it.each(['%00', '%ED%A0%80', 'x'.repeat(101), "';drop table users--"])('finds nobody called %s', async (name) => {
    const answer = await cast.admin.api.patch(`/users/${encodeURIComponent(name)}/role`, { role: 'user' });

    expect([400, 404]).toContain(answer.status);
  });

  it('counts from the next request on, up and down, on the other process too', async () => {
    const grace = await kitchen.member();
    const there = new Api(replica.origin, grace.accessToken);
    for (const [role, status] of [
      ['admin', 200],
      ['moderator', 403],
      ['admin', 200],
      ['user', 403],
    ] as const) {
      expect((await cast.admin.api.patch(`/users/${grace.username}/role`, { role })).status).toBe(200);
      expect([(await there.get('/audit')).status, (await grace.api.get('/audit')).status]).toEqual([status, status]);
    }
  });

  it('never lets a demoted admin through, in 100 trials across two processes', async () => {
    const grace = await kitchen.member({ role: 'admin' });
    const there = new Api(replica.origin, grace.accessToken);
    let admitted = 0;
    for (let trial = 0; trial < 100; trial++) {
      expect((await there.get('/audit?limit=1')).status).toBe(200);
      await cast.admin.api.patch(`/users/${grace.username}/role`, { role: 'user' });
      if ((await there.get('/audit?limit=1')).status !== 403) admitted++;
      await cast.admin.api.patch(`/users/${grace.username}/role`, { role: 'admin' });
    }
    expect(admitted).toBe(0);
    await cast.admin.api.patch(`/users/${grace.username}/role`, { role: 'user' });
  });

  it('gives one of 20 parallel changes with the same If-Match to one admin', async () => {
    const grace = await kitchen.member();
    const { headers } = await grace.api.get('/users/me');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        cast.admin.api.patch(
          `/users/${grace.username}/role`,
          { role: i % 2 === 0 ? 'moderator' : 'admin' },
          { 'if-match': headers.get('etag')! },
        ),
      ),
    );
    const lost = answers.filter(({ status }) => status === 412);

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(lost).toHaveLength(19);
    const current = await grace.api.get('/users/me');
    expect(lost[0]!.headers.get('etag')!.split('.')[0]).toBe(current.headers.get('etag')!.split('.')[0]);
    expect(
      await kitchen.sql`
      select details from security_events where subject_id = ${grace.id} and event = 'users.role_changed'`,
    ).toHaveLength(1);
    await cast.admin.api.patch(`/users/${grace.username}/role`, { role: 'user' });
  });

  describe('of the last admin', () => {
    let house: Kitchen;
    let other: Kitchen;
    beforeAll(async () => {
      house = await startKitchen();
      other = await startKitchen({ DATABASE_URL: house.databaseUrl });
    });
    afterAll(async () => {
      await other.close();
      await house.close();
    });

    it('stay, for the last one oneself and for anybody who tries', async () => {
      const ada = await house.member({ role: 'admin' });
      for (const role of ['user', 'moderator']) {
        const answer = await ada.api.patch(`/users/${ada.username}/role`, { role });
        expect(answer.body).toMatchObject({ status: 409, code: 'users.last_admin' });
      }
      expect((await ada.api.patch(`/users/${ada.username}/role`, { role: 'admin' })).status).toBe(200);
      await expect(house.sql`delete from users where id = ${ada.id}`).rejects.toThrow('last admin');
      expect((await ada.api.get('/audit')).status).toBe(200);
      expect(await house.sql`select 1 from security_events where event = 'users.role_changed'`).toEqual([]);
    });

    it('stay with one of the last two, whoever demotes whom at the same moment, 20 times over', async () => {
      const [first] = await house.sql<{ username: string }>`select username from users where role = 'admin'`;
      for (let round = 0; round < 20; round++) {
        const [ada, grace] = [await house.member({ role: 'admin' }), await house.member({ role: 'admin' })];
        if (round === 0) await ada.api.patch(`/users/${first!.username}/role`, { role: 'user' });
        await house.sql`update users set role = 'user' where role = 'admin' and id not in (${ada.id}, ${grace.id})`;
        const answers = await Promise.all([
          new Api(house.origin, ada.accessToken).patch(`/users/${grace.username}/role`, { role: 'user' }),
          new Api(other.origin, grace.accessToken).patch(`/users/${ada.username}/role`, { role: 'user' }),
        ]);
        // Who is demoted first may be refused at the door already.
        const [won, lost] = answers.map(({ status }) => status).sort();
        expect(won).toBe(200);
        expect([403, 409]).toContain(lost);
        expect(await house.sql`select count(*)::int as n from users where role = 'admin'`).toEqual([{ n: 1 }]);
      }
    });

    it('stay when both leave by themselves at the same moment', async () => {
      const [ada, grace] = [await house.member({ role: 'admin' }), await house.member({ role: 'admin' })];
      await house.sql`update users set role = 'user' where role = 'admin' and id not in (${ada.id}, ${grace.id})`;
      const answers = await Promise.all(
        [ada, grace].map(({ api, username }) => api.patch(`/users/${username}/role`, { role: 'user' })),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)!.body.code).toBe('users.last_admin');
    });
  });
});
