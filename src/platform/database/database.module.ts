import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ClsPluginTransactional } from '@nestjs-cls/transactional';
import { ClsModule } from 'nestjs-cls';
import { DataSource } from 'typeorm';
import { Config } from '../config/load-config.js';
import { PublicChanges } from '../public-answers/public-changes.js';
import { AmbientTransactionAdapter } from './ambient-transactions.js';
import { dataSourceOptions } from './data-source.js';
import { Connections } from './connections.js';
import { Database } from './database.js';
import { Notifications } from './notifications.js';
import { Pulse } from './pulse.js';

const dataSource = {
  provide: DataSource,
  inject: [Config],
  useFactory: async (config: Config) =>
    new DataSource(dataSourceOptions(config.databaseUrl, config.get('DATABASE_POOL_SIZE'))).initialize(),
};

/** The pool. It closes last, after the HTTP server and everything else that might still ask. */
@Global()
@Module({ providers: [dataSource, Pulse, Connections], exports: [DataSource, Pulse, Connections] })
class DataSourceModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}

@Global()
@Module({})
export class DatabaseModule {
  static with(config: Config): DynamicModule {
    const transactions = new ClsPluginTransactional({
      imports: [DataSourceModule],
      adapter: new AmbientTransactionAdapter(config.get('DATABASE_NAMED_STATEMENTS')),
    });
    return {
      module: DatabaseModule,
      imports: [DataSourceModule, ClsModule.forRoot({ global: true, plugins: [transactions] })],
      providers: [Database, Notifications, PublicChanges],
      exports: [Database, Notifications, PublicChanges],
    };
  }
}
