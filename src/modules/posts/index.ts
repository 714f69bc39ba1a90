export { PostsModule } from './posts.module.js';
export { PostSearchService } from './post-search.service.js';
export { PostsService } from './posts.service.js';
export { postErrors } from './post.errors.js';
