import { defineErrors } from '../../platform/errors/define-errors.js';

export const postErrors = defineErrors('posts', {
  notFound: {
    status: 404,
    title: 'There is no such post',
    help: 'No post has this id or slug, it was deleted, or it is a draft of somebody else.',
  },
  notYours: {
    status: 403,
    title: 'This post is not yours to change',
    help: 'Only its author may edit, publish or unpublish a post; its author and moderators may delete it.',
  },
  authorGone: {
    status: 409,
    title: 'Your account was deleted in the meantime',
    help: 'The account that this request was made with is gone, so it cannot write any more. Nothing was stored.',
    constraint: ['posts_author_id_fkey', 'post_slugs_author_id_fkey'],
  },
});
