import { Module } from '@nestjs/common';
import { PostsModule } from '../posts/index.js';
import { UsersModule } from '../users/index.js';
import { CommentAccess } from './comment-access.js';
import { CommentAddition } from './comment-addition.js';
import { CommentChecks } from './comment-checks.js';
import { CommentRemoval } from './comment-removal.js';
import { CommentThreadsRepository } from './comment-threads.repository.js';
import { CommentThreadsService } from './comment-threads.service.js';
import { CommentedPosts } from './commented-posts.js';
import { CommentsController } from './comments.controller.js';
import { CommentsRepository } from './comments.repository.js';
import { CommentsService } from './comments.service.js';
import { ConcealmentController } from './concealment/concealment.controller.js';
import { ConcealmentService } from './concealment/concealment.service.js';
import { ConcealmentsRepository } from './concealment/concealments.repository.js';
import { CommentFlood } from './guard/comment-flood.js';
import { CommentGuard } from './guard/comment-guard.js';
import { CommentGuardRepository } from './guard/comment-guard.repository.js';
import { CommentLikesController } from './likes/comment-likes.controller.js';
import { CommentLikesRepository } from './likes/comment-likes.repository.js';
import { CommentLikesService } from './likes/comment-likes.service.js';
import { PersonalComments } from './personal-comments.js';
import { ModerationService } from './reports/moderation.service.js';
import { ReportCasesRepository } from './reports/report-cases.repository.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportsRepository } from './reports/reports.repository.js';
import { ReportsService } from './reports/reports.service.js';
import { CommentSearchRepository } from './comment-search.repository.js';
import { CommentSearchService } from './comment-search.service.js';
import { NewestCommentsRepository } from './newest-comments.repository.js';
import { NewestCommentsService } from './newest-comments.service.js';
import { CommentMentionsRepository } from './text/comment-mentions.repository.js';
import { CommentTexts } from './text/comment-texts.js';
import { CommentImportRepository } from './importing/comment-import.repository.js';
import { CommentsImport } from './importing/comments-import.js';

@Module({
  imports: [PostsModule, UsersModule],
  controllers: [CommentsController, CommentLikesController, ConcealmentController, ReportsController],
  providers: [
    NewestCommentsService,
    NewestCommentsRepository,
    CommentSearchService,
    CommentSearchRepository,
    CommentsService,
    CommentThreadsService,
    CommentAccess,
    CommentAddition,
    CommentRemoval,
    CommentedPosts,
    CommentsRepository,
    CommentThreadsRepository,
    CommentLikesService,
    CommentLikesRepository,
    ConcealmentService,
    ConcealmentsRepository,
    ReportsService,
    ModerationService,
    ReportsRepository,
    ReportCasesRepository,
    CommentTexts,
    CommentMentionsRepository,
    CommentFlood,
    CommentGuard,
    CommentGuardRepository,
    CommentChecks,
    PersonalComments,
    CommentsImport,
    CommentImportRepository,
  ],
  exports: [
    CommentThreadsService,
    NewestCommentsService,
    CommentSearchService,
    CommentsService,
    CommentLikesService,
    ConcealmentService,
    ReportsService,
  ],
})
export class CommentsModule {}
