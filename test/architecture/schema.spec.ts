import { glob } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { createTestDatabase } from '../support/database.js';

describe('the schema', () => {
  it('is the same in entities and migrations', async () => {
    const files = await Array.fromAsync(glob('src/**/*.entity.ts'));
    const modules = await Promise.all(files.map((file) => import(`../../${file.replace(/\.ts$/, '.js')}`)));
    const entities = modules
      .flatMap((module: object) => Object.values(module))
      .filter((value) => typeof value === 'function');
    expect(entities.length).toBeGreaterThan(3);

    const database = await createTestDatabase();
    const { extra, ...options } = dataSourceOptions(database.url);
    // TypeORM asks for much at once on one connection here, which pg takes only where it may send it at once.
    const dataSource = await new DataSource({ ...options, extra: { ...extra, pipeline: true }, entities }).initialize();
    try {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await dataSource.destroy();
      await database.drop();
    }
  });

  it('goes back to nothing, and comes again', async () => {
    const database = await createTestDatabase();
    const dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
    try {
      const count = dataSource.migrations.length;
      for (let i = 0; i < count; i++) await dataSource.undoLastMigration({ transaction: 'each' });
      const left = await dataSource.query<{ table_name: string }[]>(
        `select table_name from information_schema.tables where table_schema = 'public' and table_name <> 'migrations'`,
      );
      expect(left).toEqual([]);
      expect(await dataSource.runMigrations({ transaction: 'each' })).toHaveLength(count);
    } finally {
      await dataSource.destroy();
      await database.drop();
    }
  });
});
