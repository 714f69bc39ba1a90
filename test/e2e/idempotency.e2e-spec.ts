import { IdempotencyRepository } from '../../src/platform/idempotency/idempotency.repository.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';

describe('Idempotency-Key', () => {
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    kitchen = await startKitchen();
  });
  afterAll(() => kitchen.close());
  beforeEach(async () => {
    ada = await kitchen.member();
  });

  const post = (body: unknown, key: string, member = ada) =>
    member.api.post('/posts', body, { 'idempotency-key': key });
  const count = async () =>
    (await kitchen.sql<{ n: number }>`select count(*)::int as n from posts where author_id = ${ada.id}`)[0]!.n;
  const hello = { title: 'Hello', body: 'World' };

  it('gives a repeat the first answer again: status, body, Location and ETag', async () => {
    const first = await post(hello, 'key');
    const second = await post(hello, 'key');

    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.text).toBe(first.text);
    for (const name of ['location', 'etag', 'content-type']) {
      expect(first.headers.get(name)).not.toBeNull();
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(await count()).toBe(1);
  });

  it('makes one row of 50 parallel posts', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(hello, 'key')));

    expect(await count()).toBe(1);
    const made = answers.filter(({ status }) => status === 201);
    const told = answers.filter(({ status }) => status === 409);
    expect(made.length + told.length).toBe(50);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    expect(made.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
    for (const { body, headers } of told) {
      expect(body.code).toBe('idempotency.in_progress');
      expect(headers.get('retry-after')).toBe('1');
    }
  });

  it('makes one row, too, when the first answer is kept between the look for it and the work', async () => {
    const answers = kitchen.nest.get(IdempotencyRepository, { strict: false });
    // As often as there are connections, and more: the first times differ.
    for (let times = 1; times <= 6; times++) {
      const first = await post(hello, `key-${times}`);
      const take = jest.spyOn(answers, 'take').mockResolvedValueOnce({ isTaken: true, earlier: undefined });
      const second = await post(hello, `key-${times}`);
      take.mockRestore();

      expect([second.status, second.text]).toEqual([201, first.text]);
      for (const name of ['location', 'etag']) expect(second.headers.get(name)).toBe(first.headers.get(name));
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(await count()).toBe(times);
    }
  });

  it('is refused for another body, and stores nothing', async () => {
    await post(hello, 'key');
    const answer = await post({ ...hello, title: 'Other' }, 'key');

    expect(answer.body).toMatchObject({ status: 422, code: 'idempotency.key_reused' });
    expect(await count()).toBe(1);
  });

  it('is refused for another route', async () => {
    await post(hello, 'key');
    const answer = await ada.api.post('/todos', { title: 'x' }, { 'idempotency-key': 'key' });

    expect(answer.body).toMatchObject({ status: 422, code: 'idempotency.key_reused' });
  });

  it('belongs to a member: the same key of somebody else is another one', async () => {
    const eve = await kitchen.member();
    await post(hello, 'key');
    const answer = await post(hello, 'key', eve);

    expect(answer.status).toBe(201);
    expect(answer.headers.get('idempotency-replayed')).toBeNull();
    expect(answer.body.author.username).toBe(eve.username);
  });

  it('keeps nothing of a request that failed: the repeat tries again', async () => {
    expect((await post({ title: 'Hello' }, 'key')).status).toBe(422);
    expect((await post(hello, 'key')).status).toBe(201);
    expect(await count()).toBe(1);
  });

  it('is not looked at before the body is found good, whatever it was used for', async () => {
    await post(hello, 'key');

    expect((await post({ ...hello, color: 'red' }, 'key')).body).toMatchObject({
      status: 422,
      code: 'http.validation_failed',
    });
    expect((await post(hello, 'key')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is forgotten after 24 hours', async () => {
    await post(hello, 'key');
    await kitchen.sql`update idempotency_keys set created_at = now() - interval '25 hours' where user_id = ${ada.id}`;

    expect((await post(hello, 'key')).headers.get('idempotency-replayed')).toBeNull();
    expect(await count()).toBe(2);
  });

  it.each(['', ' ', 'with blank', 'x'.repeat(256), 'ü'])('may not be %j', async (key) => {
    const answer = await post(hello, encodeURI(key) === key ? key : Buffer.from(key).toString('latin1'));

    expect(answer.body).toMatchObject({ status: 400, code: 'idempotency.invalid_key' });
    expect(await count()).toBe(0);
  });

  describe('when its answer cannot be kept', () => {
    beforeAll(async () => {
      await kitchen.sql`
        create function fail_to_keep() returns trigger language plpgsql as $$
        begin
          if new.key = 'refused' then raise exception 'refused' using errcode = '53100'; end if;
          if new.key = 'lost' then perform pg_terminate_backend(pg_backend_pid()); end if;
          return null;
        end $$`;
      await kitchen.sql`
        create trigger refuse after insert on idempotency_keys
        for each row when (new.key = 'refused') execute function fail_to_keep()`;
      await kitchen.sql`
        create constraint trigger lose after insert on idempotency_keys deferrable initially deferred
        for each row when (new.key = 'lost') execute function fail_to_keep()`;
    });
    afterAll(() => kitchen.sql`drop function fail_to_keep() cascade`);

    // More than once, so that each connection has prepared what it takes.
    it.each([
      ['refused', 'because the disk is full'],
      ['lost', 'as the connection ends at the commit'],
    ])('stores nothing else, and says that it is not known to be done: %s, %s', async (key) => {
      for (let times = 0; times < 6; times++) {
        const answer = await post(hello, key);
        expect([answer.status, answer.headers.get('location'), await count()]).toEqual([503, null, times]);
        expect((await post(hello, `another ${times}`.replace(' ', '-'))).status).toBe(201);
      }
    });
  });

  it('may be 255 characters long', async () => {
    expect((await post(hello, 'x'.repeat(255))).status).toBe(201);
  });

  it('does not matter where nobody is signed in', async () => {
    const body = { login: ada.username, password: 'wrong' };
    expect((await kitchen.guest.post('/auth/login', body, { 'idempotency-key': 'key' })).status).toBe(401);
  });
});
