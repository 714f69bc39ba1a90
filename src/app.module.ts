import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { description } from './app.description.js';
import { AuthModule } from './modules/auth/index.js';
import { CommentsModule } from './modules/comments/index.js';
import { PhotosModule } from './modules/photos/index.js';
import { PostsModule } from './modules/posts/index.js';
import { ReadingModule } from './modules/reading/index.js';
import { SearchModule } from './modules/search/index.js';
import { TodosModule } from './modules/todos/index.js';
import { UsersModule } from './modules/users/index.js';
import { WeatherModule } from './modules/weather/index.js';
import { AuditTrailModule } from './platform/audit/audit.module.js';
import { ClockModule } from './platform/clock/clock.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { Config } from './platform/config/load-config.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { GatesModule } from './platform/http/gates/gates.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { LimitsModule } from './platform/limits/limits.module.js';
import { LifecycleModule } from './platform/lifecycle/lifecycle.module.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { MailModule } from './platform/mail/mail.module.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { MarkdownModule } from './platform/markdown/markdown.module.js';
import { OpenApiModule } from './platform/openapi/openapi.module.js';
import { PagesModule } from './platform/pages/pages.module.js';
import { PersonalDataModule } from './platform/personal-data/personal-data.module.js';
import { SearchPlatformModule } from './platform/search/search.module.js';
import { StorageModule } from './platform/storage/storage.module.js';
import { VerificationModule } from './platform/verification/verification.module.js';

const rooms = [
  UsersModule,
  AuthModule,
  PhotosModule,
  PostsModule,
  CommentsModule,
  TodosModule,
  SearchModule,
  ReadingModule,
  WeatherModule,
];

/** The list of rooms, over the platform. */
@Module({})
export class AppModule {
  static with(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        LoggingModule.with(logger),
        DatabaseModule.with(config),
        AuditTrailModule,
        ClockModule,
        HttpModule,
        LimitsModule,
        JobsModule,
        LifecycleModule,
        MailModule,
        MarkdownModule,
        MetricsModule,
        OpenApiModule.with(description),
        PagesModule,
        PersonalDataModule,
        SearchPlatformModule,
        StorageModule,
        VerificationModule,
        ...rooms,
        GatesModule,
      ],
    };
  }
}
