import { Global, Module } from '@nestjs/common';
import { SearchPlans } from './search-plans.js';

/** What all rooms that can be searched have in common. */
@Global()
@Module({ providers: [SearchPlans], exports: [SearchPlans] })
export class SearchPlatformModule {}
