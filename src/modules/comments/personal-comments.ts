import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { CommentedPosts } from './commented-posts.js';
import { CommentsRepository, type PersonalComment } from './comments.repository.js';
import { CommentLikesRepository, type PersonalCommentLike } from './likes/comment-likes.repository.js';
import { CommentMentionsRepository } from './text/comment-mentions.repository.js';
import { type PersonalReport, ReportCasesRepository } from './reports/report-cases.repository.js';

/** What members take along from here, and what is held while they leave. */
@Injectable()
export class PersonalComments implements ExportSource {
  readonly contents = {
    'comments.json': 'Your comments, oldest first, each with the ids of its post and of what it replies to.',
    'reports.json': 'The comments that you reported to the moderators, by id, with your reasons, oldest first.',
    'comment-likes.json': 'The comments that you like, by id, in the order in which you liked them.',
  };

  constructor(
    private readonly comments: CommentsRepository,
    private readonly likes: CommentLikesRepository,
    private readonly reports: ReportCasesRepository,
    private readonly mentions: CommentMentionsRepository,
    private readonly posts: CommentedPosts,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
    personalData.onErasure((authorId) => this.hold(authorId));
  }

  *exportFor(authorId: string): Iterable<ExportFile> {
    const pages = pagesOf<PersonalComment>((count, last) => this.comments.listByAuthor(authorId, count, last?.id));
    yield { path: 'comments.json', content: jsonArray(pages, (comment) => comment) };
    const likes = pagesOf<PersonalCommentLike>((count, last) => this.likes.listByUser(authorId, count, last));
    yield { path: 'comment-likes.json', content: jsonArray(likes, (like) => like) };
    const reports = pagesOf<PersonalReport>((count, last) => this.reports.listByReporter(authorId, count, last));
    yield { path: 'reports.json', content: jsonArray(reports, (report) => report) };
  }

  /** All threads in which something will go or lose its name, each held as it is by who writes a comment. */
  private async hold(userId: string): Promise<void> {
    await this.posts.hold(userId, await this.comments.listTouchedPostIds(userId));
    await this.mentions.unlink(userId);
  }
}
