import { Module } from '@nestjs/common';
import { PersonalAccount } from './personal-account.js';
import { StandingRepository } from './standing.repository.js';
import { StandingService } from './standing.service.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [UsersService, UsersRepository, StandingService, StandingRepository, PersonalAccount],
  exports: [UsersService, StandingService],
})
export class UsersModule {}
