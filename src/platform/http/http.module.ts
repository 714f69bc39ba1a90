import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { ClientAddress } from './client-address.js';
import { Cursors } from './cursor.js';
import { Pages } from './page.js';
import { ProblemFilter } from './problem.filter.js';
import { PublicAnswers } from '../public-answers/public-answers.js';
import { RefuseUnreadInputInterceptor } from './refuse-unread-input.interceptor.js';
import { PublicUrl } from './public-url.js';
import { UploadInterceptor } from './uploads/upload.interceptor.js';

@Global()
@Module({
  providers: [
    ClientAddress,
    PublicAnswers,
    Cursors,
    Pages,
    PublicUrl,
    ProblemFilter,
    { provide: APP_FILTER, useExisting: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: UploadInterceptor },
    { provide: APP_INTERCEPTOR, useClass: RefuseUnreadInputInterceptor },
  ],
  exports: [ClientAddress, Cursors, Pages, PublicAnswers, PublicUrl, ProblemFilter],
})
export class HttpModule {}
