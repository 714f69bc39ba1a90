import { defineErrors } from '../../platform/errors/define-errors.js';

export const commentErrors = defineErrors('comments', {
  notFound: {
    status: 404,
    title: 'There is no such comment',
    help: 'No comment has this id, it was deleted, or it stands under a post that is not yours to see.',
  },
  notYours: {
    status: 403,
    title: 'This comment is not yours to change',
    help: 'Only its author may edit a comment; its author, the author of the post and moderators may delete it.',
  },
  editWindowClosed: {
    status: 403,
    title: 'The time for edits is over',
    help: 'A comment can be edited until 15 minutes after somebody else first replied to it: from then on others build on its words. `closedAt` says when that was. Write a reply to it instead.',
  },
  notYoursToConceal: {
    status: 403,
    title: 'This comment is not yours to conceal',
    help: 'Moderators and the author of the post conceal comments and show them again.',
  },
  concealedByModerator: {
    status: 403,
    title: 'A moderator decides over this comment',
    help: 'It was concealed by a moderator or by reports of several members, so only a moderator shows it again.',
  },
  concealed: {
    status: 409,
    title: 'This comment is concealed',
    help: 'Only its place in the thread is left to see. It can be neither liked nor reported.',
  },
  held: {
    status: 409,
    title: 'This comment is held for moderation',
    help: 'It waits in the moderators’ queue at `GET /api/v1/reports`: approve or delete it there.',
  },
  postNotPublished: {
    status: 409,
    title: 'The post is not published',
    help: 'Comments begin when a post is published. Publish this draft of yours first.',
  },
  closed: {
    status: 403,
    title: 'Comments on this post are closed',
    help: 'Its author closed them, or the post is too old for new ones. What was written can still be read, liked and edited. `areCommentsOpen` of a post says whether it takes comments.',
  },
  repeated: {
    status: 409,
    title: 'You have written this here already',
    help: 'A moment ago you wrote the same words in the same place. If the answer to that was lost, read the thread; send an `Idempotency-Key` with a POST that you may have to repeat.',
  },
  linksNotYet: {
    status: 403,
    title: 'Links of new members are looked at first',
    help: 'While you are new here, no links can be added to a comment that everybody can read already. Write another comment: a moderator will look at it.',
  },
  parentNotFound: {
    status: 422,
    title: 'This post has no such comment to reply to',
    help: '`parentId` must be the id of a comment under the same post. It may have been deleted, or still wait for a moderator: leave `parentId` out to comment on the post itself.',
    constraint: 'comments_parent_id_fkey',
    pointer: '/parentId',
  },
  parentDeleted: {
    status: 409,
    title: 'The comment that you reply to was deleted',
    help: 'Only its place in the thread is left, with the replies it had. Reply to one of those, or leave `parentId` out to comment on the post itself.',
  },
  parentConcealed: {
    status: 409,
    title: 'The comment that you reply to is concealed',
    help: 'It takes no replies while it is. Reply to another one, or leave `parentId` out to comment on the post itself.',
  },
  authorGone: {
    status: 409,
    title: 'Your account was deleted in the meantime',
    help: 'The account that this request was made with is gone, so it cannot do anything here any more. Nothing was stored.',
    constraint: [
      'comments_author_id_fkey',
      'comments_concealed_by_fkey',
      'comment_likes_user_id_fkey',
      'report_reasons_reporter_id_fkey',
      'reports_resolved_by_fkey',
    ],
  },
});
