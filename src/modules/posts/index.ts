export { PostsModule } from './posts.module.js';
export { PostSearchService } from './post-search.service.js';
export { PostsService } from './posts.service.js';
export { RenderingService } from './rendering/rendering.service.js';
export { postErrors } from './post.errors.js';
export { PostMoved } from './post-moved.js';
export { PublishedPostsService, type WholePost } from './published-posts.service.js';
export type { PostSummary, PostView } from './post.view.js';
export { visibleTo as visiblePosts } from './post.columns.js';
