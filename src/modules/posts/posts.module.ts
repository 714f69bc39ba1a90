import { Module } from '@nestjs/common';
import { FeedController } from './feed/feed.controller.js';
import { FeedRepository } from './feed/feed.repository.js';
import { FeedService } from './feed/feed.service.js';
import { OwnPostsController } from './own-posts.controller.js';
import { PersonalPosts } from './personal-posts.js';
import { PersonalPostsRepository } from './personal-posts.repository.js';
import { CommentPeriod } from './comment-period.js';
import { PostAccess } from './post-access.js';
import { PostChecks } from './post-checks.js';
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
import { PostTexts } from './post-texts.js';
import { PostsController } from './posts.controller.js';
import { PostsRepository } from './posts.repository.js';
import { PublishedPostsRepository } from './published-posts.repository.js';
import { PublishedPostsService } from './published-posts.service.js';
import { PostsService } from './posts.service.js';
import { PersonalReactions } from './reactions/personal-reactions.js';
import { ReactionsController } from './reactions/reactions.controller.js';
import { ReactionsRepository } from './reactions/reactions.repository.js';
import { ReactionsService } from './reactions/reactions.service.js';
import { PostPreviewController } from './rendering/post-preview.controller.js';
import { RenderingRepository } from './rendering/rendering.repository.js';
import { RenderingService } from './rendering/rendering.service.js';
import { PersonalRevisions } from './revisions/personal-revisions.js';
import { RevisionsController } from './revisions/revisions.controller.js';
import { RevisionsRepository } from './revisions/revisions.repository.js';
import { RevisionsService } from './revisions/revisions.service.js';
import { TagsController } from './tags/tags.controller.js';
import { TagsRepository } from './tags/tags.repository.js';
import { TagsService } from './tags/tags.service.js';
import { TrashController } from './trash/trash.controller.js';
import { TrashRepository } from './trash/trash.repository.js';
import { TrashService } from './trash/trash.service.js';
import { PostImportRepository } from './importing/post-import.repository.js';
import { PostsImport } from './importing/posts-import.js';
import { ReactionsImport } from './importing/reactions-import.js';
import { RevisionsImport } from './importing/revisions-import.js';

@Module({
  imports: [PhotosModule],
  controllers: [
    PostsController,
    PostPublicationController,
    OwnPostsController,
    TrashController,
    ReactionsController,
    FeedController,
    RevisionsController,
    PostPreviewController,
    TagsController,
  ],
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
    CommentPeriod,
    TrashService,
    TrashRepository,
    ReactionsService,
    ReactionsRepository,
    PersonalReactions,
    PostTexts,
    RenderingService,
    RenderingRepository,
    RevisionsService,
    RevisionsRepository,
    PersonalRevisions,
    FeedService,
    FeedRepository,
    TagsService,
    TagsRepository,
    PostsRepository,
    PostListsRepository,
    PostPhotosService,
    PostPhotosRepository,
    PostChecks,
    PersonalPosts,
    PostImportRepository,
    PostsImport,
    ReactionsImport,
    RevisionsImport,
    PersonalPostsRepository,
  ],
  exports: [PublishedPostsService, PostsService, PostSearchService, RenderingService, ReactionsService, TrashService],
})
export class PostsModule {}
