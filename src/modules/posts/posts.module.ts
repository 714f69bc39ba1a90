import { Module } from '@nestjs/common';
import { OwnPostsController } from './own-posts.controller.js';
import { PersonalPosts } from './personal-posts.js';
import { PersonalPostsRepository } from './personal-posts.repository.js';
import { PostAccess } from './post-access.js';
import { PostListsRepository } from './post-lists.repository.js';
import { PostListsService } from './post-lists.service.js';
import { PhotosModule } from '../photos/index.js';
import { PostPhotosRepository } from './photos/post-photos.repository.js';
import { PostPhotosService } from './photos/post-photos.service.js';
import { PostPublicationController } from './post-publication.controller.js';
import { PostPublicationRepository } from './post-publication.repository.js';
import { PostPublicationService } from './post-publication.service.js';
import { PostScheduleService } from './post-schedule.service.js';
import { PostSearchRepository } from './post-search.repository.js';
import { PostSearchService } from './post-search.service.js';
import { PostsController } from './posts.controller.js';
import { PostsRepository } from './posts.repository.js';
import { PublishedPostsRepository } from './published-posts.repository.js';
import { PublishedPostsService } from './published-posts.service.js';
import { PostsService } from './posts.service.js';
import { PersonalReactions } from './reactions/personal-reactions.js';
import { ReactionsController } from './reactions/reactions.controller.js';
import { ReactionsRepository } from './reactions/reactions.repository.js';
import { ReactionsService } from './reactions/reactions.service.js';
import { TrashController } from './trash/trash.controller.js';
import { TrashRepository } from './trash/trash.repository.js';
import { TrashService } from './trash/trash.service.js';

@Module({
  imports: [PhotosModule],
  controllers: [PostsController, PostPublicationController, OwnPostsController, TrashController, ReactionsController],
  providers: [
    PublishedPostsService,
    PublishedPostsRepository,
    PostsService,
    PostPublicationService,
    PostPublicationRepository,
    PostScheduleService,
    PostListsService,
    PostSearchService,
    PostSearchRepository,
    PostAccess,
    TrashService,
    TrashRepository,
    ReactionsService,
    ReactionsRepository,
    PersonalReactions,
    PostsRepository,
    PostListsRepository,
    PostPhotosService,
    PostPhotosRepository,
    PersonalPosts,
    PersonalPostsRepository,
  ],
  exports: [PublishedPostsService, PostsService, PostSearchService],
})
export class PostsModule {}
