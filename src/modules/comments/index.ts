export { CommentsModule } from './comments.module.js';
export { CommentSearchService } from './comment-search.service.js';
export { CommentsService } from './comments.service.js';
