import { Module } from '@nestjs/common';
import { OwnPostsController } from './own-posts.controller.js';
import { PersonalPosts } from './personal-posts.js';
import { PersonalPostsRepository } from './personal-posts.repository.js';
import { PostAccess } from './post-access.js';
import { PostListsRepository } from './post-lists.repository.js';
import { PostListsService } from './post-lists.service.js';
import { PostPublicationController } from './post-publication.controller.js';
import { PostPublicationService } from './post-publication.service.js';
import { PostSearchRepository } from './post-search.repository.js';
import { PostSearchService } from './post-search.service.js';
import { PostsController } from './posts.controller.js';
import { PostsRepository } from './posts.repository.js';
import { PostsService } from './posts.service.js';

@Module({
  controllers: [PostsController, PostPublicationController, OwnPostsController],
  providers: [
    PostsService,
    PostPublicationService,
    PostListsService,
    PostSearchService,
    PostSearchRepository,
    PostAccess,
    PostsRepository,
    PostListsRepository,
    PersonalPosts,
    PersonalPostsRepository,
  ],
  exports: [PostsService, PostSearchService],
})
export class PostsModule {}
