export { PostsModule } from './posts.module.js';
export { PostsService } from './posts.service.js';
export { postErrors } from './post.errors.js';
