import { type Kitchen, type Member, startKitchen } from '../support/app.js';

const REASON = 'Advertising in comments';

describe('a request for a suspension', () => {
  let kitchen: Kitchen;
  let admin: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
    admin = await kitchen.member({ role: 'admin' });
  });
  afterAll(() => kitchen.close());

  const suspend = ({ username }: Member, body: unknown) => admin.api.put(`/users/${username}/suspension`, body);
  const suspensionOf = ({ id }: Member) =>
    kitchen.sql`select suspension_reason as reason from users where id = ${id} and suspended_until > now()`;

  it('is decided by If-Match where it is sent', async () => {
    const grace = await kitchen.member();
    const etag = (await grace.api.get('/users/me')).headers.get('etag')!;
    await grace.api.patch('/users/me', { bio: 'Changed' });
    const path = `/users/${grace.username}/suspension`;

    expect((await admin.api.put(path, { reason: REASON }, { 'if-match': etag })).status).toBe(412);
    expect((await admin.api.delete(path, { 'if-match': etag })).status).toBe(412);
    expect(await suspensionOf(grace)).toEqual([]);
    expect((await grace.api.get('/users/me')).status).toBe(200);
  });

  it.each([
    ['no reason', {}, '/reason'],
    ['an empty reason', { reason: '  ' }, '/reason'],
    ['null for a reason', { reason: null }, '/reason'],
    ['a number for a reason', { reason: 7 }, '/reason'],
    ['an over-long reason', { reason: 'x'.repeat(501) }, '/reason'],
    ['a NUL', { reason: 'a\0b' }, '/reason'],
    ['a lone surrogate', { reason: 'a\udfff' }, '/reason'],
    ['an end that is past', { reason: REASON, until: '2020-01-01T00:00:00Z' }, '/until'],
    ['an end before all time', { reason: REASON, until: '0000-01-01T00:00:00Z' }, '/until'],
    ['an end without a zone', { reason: REASON, until: '2099-01-01T00:00:00' }, '/until'],
    ['a day that does not exist', { reason: REASON, until: '2099-02-30T00:00:00Z' }, '/until'],
    ['a number for an end', { reason: REASON, until: 4_102_444_800_000 }, '/until'],
    ['infinity', { reason: REASON, until: 'infinity' }, '/until'],
    ['a field that is not known', { reason: REASON, forever: true }, '/forever'],
  ])('is refused by the field’s name for %s, and nobody is suspended', async (_what, body, pointer) => {
    const grace = await kitchen.member();
    const answer = await suspend(grace, body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(await suspensionOf(grace)).toEqual([]);
    expect((await grace.api.get('/users/me')).status).toBe(200);
  });

  it('may name the last moment that can be said', async () => {
    const grace = await kitchen.member();
    expect((await suspend(grace, { reason: REASON, until: '9999-12-31T23:59:59-23:59' })).status).toBe(204);
    expect(await suspensionOf(grace)).toEqual([{ reason: REASON }]);
  });
});
