import { Module } from '@nestjs/common';
import { PostsModule } from '../posts/index.js';
import { CommentThreadsService } from './comment-threads.service.js';
import { CommentedPosts } from './commented-posts.js';
import { CommentsController } from './comments.controller.js';
import { CommentsRepository } from './comments.repository.js';
import { CommentsService } from './comments.service.js';
import { PersonalComments } from './personal-comments.js';

@Module({
  imports: [PostsModule],
  controllers: [CommentsController],
  providers: [CommentsService, CommentThreadsService, CommentedPosts, CommentsRepository, PersonalComments],
  exports: [CommentsService],
})
export class CommentsModule {}
