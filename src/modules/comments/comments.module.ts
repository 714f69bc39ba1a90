import { Module } from '@nestjs/common';
import { PostsModule } from '../posts/index.js';
import { CommentAccess } from './comment-access.js';
import { CommentThreadsRepository } from './comment-threads.repository.js';
import { CommentThreadsService } from './comment-threads.service.js';
import { CommentedPosts } from './commented-posts.js';
import { CommentsController } from './comments.controller.js';
import { CommentsRepository } from './comments.repository.js';
import { CommentsService } from './comments.service.js';
import { CommentLikesController } from './likes/comment-likes.controller.js';
import { CommentLikesRepository } from './likes/comment-likes.repository.js';
import { CommentLikesService } from './likes/comment-likes.service.js';
import { PersonalComments } from './personal-comments.js';

@Module({
  imports: [PostsModule],
  controllers: [CommentsController, CommentLikesController],
  providers: [
    CommentsService,
    CommentThreadsService,
    CommentAccess,
    CommentedPosts,
    CommentsRepository,
    CommentThreadsRepository,
    CommentLikesService,
    CommentLikesRepository,
    PersonalComments,
  ],
  exports: [CommentsService],
})
export class CommentsModule {}
