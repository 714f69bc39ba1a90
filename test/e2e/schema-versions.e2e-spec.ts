import pg from 'pg';
import { checkSchema } from '../../src/platform/database/check-schema.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createTestDatabase } from '../support/database.js';
import { run } from '../support/process.js';

describe('starting on the schema of another version', () => {
  let database: { url: string; drop: () => Promise<void> };
  let client: pg.Client;

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('is no matter when it is the own one', async () => {
    await expect(checkSchema(database.url, false)).resolves.toBeUndefined();
  });

  it('is refused when the schema is newer, unless somebody wants to go back', async () => {
    await client.query("insert into migrations (timestamp, name) values (9999999999999, 'Tomorrow9999999999999')");

    await expect(checkSchema(database.url, false)).rejects.toThrow(/newer than this version.*Tomorrow9999999999999/);
    await expect(checkSchema(database.url, true)).resolves.toBeUndefined();
    expect(await migrate(database.url)).toEqual([]);
  });

  it('ends a process with 1, which says why', async () => {
    await client.query("insert into migrations (timestamp, name) values (9999999999999, 'Tomorrow9999999999999')");
    const { ended, output } = run({ DATABASE_URL: database.url, JWT_SECRET: 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA' });

    expect((await ended).code).toBe(1);
    expect(output()).toContain('newer than this version: it does not know Tomorrow9999999999999');
  });

  it('is refused when the schema is older, also when there is none at all', async () => {
    await client.query("delete from migrations where name = 'Accounts1764000000000'");
    await expect(checkSchema(database.url, true)).rejects.toThrow(/older than this version: Accounts1764000000000/);

    await client.query('drop table migrations');
    await expect(checkSchema(database.url, false)).rejects.toThrow(/older than this version/);
  });
});
