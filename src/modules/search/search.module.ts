import { Module } from '@nestjs/common';
import { CommentsModule } from '../comments/index.js';
import { PostsModule } from '../posts/index.js';
import { TodosModule } from '../todos/index.js';
import { UsersModule } from '../users/index.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';

@Module({
  imports: [PostsModule, CommentsModule, TodosModule, UsersModule],
  controllers: [SearchController],
  providers: [SearchService],
})
export class SearchModule {}
