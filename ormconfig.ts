import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { readSettings } from './src/platform/config/load-config.js';
import { dataSourceOptions } from './src/platform/database/data-source.js';
import { startEmbeddedPostgres } from './src/platform/database/embedded/start-embedded-postgres.js';

// For TypeORM's command line alone (`npm run migration:generate`): it compares the entities with the database in use, given or
// embedded. The application makes its own data source and needs no list of entities.
const settings = readSettings();
const database = settings.DATABASE_URL ? { url: settings.DATABASE_URL } : await startOwnDatabase();

class CommandLineDataSource extends DataSource {
  override async destroy(): Promise<void> {
    await super.destroy();
    if ('stop' in database) await database.stop();
  }
}

export const dataSource = new CommandLineDataSource({
  ...dataSourceOptions(database.url),
  entities: ['src/modules/**/*.entity.ts'],
});

function startOwnDatabase() {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  return startEmbeddedPostgres({ dataDir: join(settings.DATA_DIR, 'postgres'), log });
}
