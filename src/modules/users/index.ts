export { UsersModule } from './users.module.js';
export { UserSearchService } from './user-search.service.js';
export { UsersService } from './users.service.js';
export { FollowingService } from './following/following.service.js';
export { StandingService } from './standing.service.js';
export { MemberRole, OwnAccount, UserSummary } from './user.view.js';
export { avatarUrlOf } from './avatar.js';
export { userErrors } from './user.errors.js';
