import type { Role } from '../../src/platform/security/signed-in-user.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { exportOf, importInto, zipOf } from '../support/archives.js';
import { todo } from '../support/todos.js';

describe('who imports, and how often', () => {
  let kitchen: Kitchen;
  let archive: Buffer;

  beforeAll(async () => {
    kitchen = await startKitchen();
    const grace = await kitchen.member();
    await todo(grace, { title: 'Water the plants' });
    archive = await exportOf(kitchen, grace);
  });
  afterAll(() => kitchen.close());

  it('guests do not', async () => {
    const { status, body } = await importInto(kitchen, undefined, archive);
    expect([status, body.code]).toEqual([401, 'auth.unauthenticated']);
  });

  it.each(['user', 'moderator', 'admin'] as const)(
    'a %s does, into the own account and no other',
    async (role: Role) => {
      const [member, other] = [await kitchen.member({ role }), await kitchen.member()];
      const { status, body } = await importInto(kitchen, member, archive);

      expect([status, body.imported['todos.json']]).toEqual([200, 1]);
      expect((await member.api.get('/todos')).body.items).toHaveLength(1);
      expect((await other.api.get('/todos')).body.items).toEqual([]);
    },
  );

  it('sent again under one Idempotency-Key, it is told what came of it the first time', async () => {
    const [ada, key] = [await kitchen.member(), { 'idempotency-key': 'move' }];
    const first = await importInto(kitchen, ada, archive, key);
    const again = await importInto(kitchen, ada, archive, key);

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await ada.api.get('/todos')).body.items).toHaveLength(1);
    const another = await importInto(kitchen, ada, await zipOf([['account.json', {}]]), key);
    expect([another.status, another.body.code]).toEqual([422, 'idempotency.key_reused']);
    expect((await importInto(kitchen, ada, archive)).body.code).toBe('imports.account_not_empty');
  });

  it.each(['application/zip', 'application/octet-stream', 'application/json'])(
    'is sent as a form: %s is refused by name',
    async (type) => {
      const ada = await kitchen.member();
      const { status } = await ada.api.post('/users/me/import', 'PK', { 'content-type': type });
      expect([400, 415]).toContain(status);
      expect((await ada.api.get('/todos')).body.items).toEqual([]);
    },
  );
});
