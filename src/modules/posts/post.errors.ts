import { defineErrors } from '../../platform/errors/define-errors.js';

export const postErrors = defineErrors('posts', {
  notFound: {
    status: 404,
    title: 'There is no such post',
    help: 'No post has this id or slug, it was deleted, or it is somebody else’s and not published.',
  },
  notYours: {
    status: 403,
    title: 'This post is not yours to change',
    help: 'Only its author may edit, publish or unpublish a post; its author and moderators may delete it.',
  },
  alreadyPublished: {
    status: 409,
    title: 'This post is published already',
    help: 'A time can be set only for what is not public yet. Take the post back first, with `DELETE /api/v1/posts/:id/publication`, or leave `publishAt` out.',
  },
  revisionNotFound: {
    status: 404,
    title: 'This post has no such revision',
    help: 'Its revisions are listed at `GET /api/v1/posts/:id/revisions`. Numbers begin at 1.',
  },
  notPublished: {
    status: 409,
    title: 'The post is not published',
    help: 'Only what is public can be liked. Publish this post of yours first.',
  },
  notInTrash: {
    status: 409,
    title: 'This post is not in the trash',
    help: 'Only what was deleted can be restored. `GET /api/v1/users/me/trash` lists your deleted posts.',
  },
  removedByModerator: {
    status: 403,
    title: 'A moderator deleted this post',
    help: 'You can still read its title in your trash and delete it for good, but only moderators can restore it. Ask one.',
  },
  authorGone: {
    status: 409,
    title: 'Your account was deleted in the meantime',
    help: 'The account that this request was made with is gone, so it cannot write any more. Nothing was stored.',
    constraint: [
      'posts_author_id_fkey',
      'post_slugs_author_id_fkey',
      'post_likes_user_id_fkey',
      'post_bookmarks_user_id_fkey',
    ],
  },
});
