export { CommentsModule } from './comments.module.js';
export { CommentSearchService } from './comment-search.service.js';
export { CommentsService } from './comments.service.js';
export { CommentThreadsService } from './comment-threads.service.js';
export { CommentLikesService } from './likes/comment-likes.service.js';
export { ConcealmentService } from './concealment/concealment.service.js';
export { ReportsService } from './reports/reports.service.js';
export type { CommentView } from './comment.view.js';
export { NewestCommentsService } from './newest-comments.service.js';
