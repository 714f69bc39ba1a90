import { Module } from '@nestjs/common';
import { AccountChecks } from './account-checks.js';
import { FollowingController } from './following/following.controller.js';
import { FollowingRepository } from './following/following.repository.js';
import { FollowingService } from './following/following.service.js';
import { PersonalFollowing } from './following/personal-following.js';
import { PersonalAccount } from './personal-account.js';
import { StandingRepository } from './standing.repository.js';
import { StandingService } from './standing.service.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';
import { UserSearchRepository } from './user-search.repository.js';
import { UserSearchService } from './user-search.service.js';
import { AccountImport } from './account-import.js';
import { FollowingImport } from './following/following-import.js';

@Module({
  controllers: [UsersController, FollowingController],
  providers: [
    UserSearchService,
    UserSearchRepository,
    UsersService,
    UsersRepository,
    StandingService,
    StandingRepository,
    PersonalAccount,
    AccountImport,
    FollowingImport,
    FollowingService,
    FollowingRepository,
    PersonalFollowing,
    AccountChecks,
  ],
  exports: [UserSearchService, UsersService, StandingService, FollowingService],
})
export class UsersModule {}
