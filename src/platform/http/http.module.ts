import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ClientAddress } from './client-address.js';
import { Cursors } from './cursor.js';
import { Pages } from './page.js';
import { ProblemFilter } from './problem.filter.js';
import { PublicAnswers } from '../public-answers/public-answers.js';
import { PublicUrl } from './public-url.js';

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
  ],
  exports: [ClientAddress, Cursors, Pages, PublicAnswers, PublicUrl, ProblemFilter],
})
export class HttpModule {}
