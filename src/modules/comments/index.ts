export { CommentsModule } from './comments.module.js';
export { CommentSearchService } from './comment-search.service.js';
export { CommentsService } from './comments.service.js';
export { CommentThreadsService } from './comment-threads.service.js';
export type { CommentView } from './comment.view.js';
export { NewestCommentsService } from './newest-comments.service.js';
