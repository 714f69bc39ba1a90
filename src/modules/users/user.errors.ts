import { defineErrors } from '../../platform/errors/define-errors.js';

export const userErrors = defineErrors('users', {
  notFound: {
    status: 404,
    title: 'There is no such member',
    help: 'Nobody has this username. Usernames are written without `@`.',
    constraint: 'follows_followee_id_fkey',
  },
  usernameTaken: {
    status: 409,
    title: 'This username is taken',
    help: 'Somebody has this username already (upper and lower case are the same). Choose another one.',
    constraint: 'users_username_key',
    pointer: '/username',
  },
  emailTaken: {
    status: 409,
    title: 'This e-mail address is taken',
    help: 'An account with this address exists already. Log in with it, or use another address.',
    constraint: 'users_email_key',
    pointer: '/email',
  },
  avatarNotYours: {
    status: 422,
    title: 'The avatar must be a photo of your own',
    help: 'Upload the picture with `POST /api/v1/photos` and send the `id` of the answer as `avatarPhotoId`.',
    constraint: 'users_avatar_photo_fkey',
    pointer: '/avatarPhotoId',
  },
  cannotFollowSelf: {
    status: 403,
    title: 'Nobody follows themselves',
    help: 'Your own posts are at `GET /api/v1/users/me/posts`.',
    constraint: 'follows_self_check',
  },
  followsTooMany: {
    status: 409,
    title: 'You follow as many members as one can',
    help: 'That is 5,000. Follow somebody no longer before you follow somebody else.',
    constraint: 'users_following_count_check',
  },
  accountGone: {
    status: 409,
    title: 'Your account was deleted in the meantime',
    help: 'The account that this request was made with is gone. Nothing was stored.',
    constraint: 'follows_follower_id_fkey',
  },
  lastAdmin: {
    status: 409,
    title: 'The last admin stays one',
    help: 'Without an admin nobody could make another one. Make somebody else an admin first.',
    constraint: 'users_last_admin_check',
  },
  adminNotSuspendable: {
    status: 403,
    title: 'Admins are not suspended',
    help: 'Neither yourself nor another admin. Whoever is to be suspended must first be given another role, with `PATCH /api/v1/users/:username/role`.',
  },
  suspendedNotPromotable: {
    status: 409,
    title: 'Nobody is made an admin while suspended',
    help: 'Lift the suspension first, with `DELETE /api/v1/users/:username/suspension`.',
    constraint: 'users_admin_not_suspended_check',
    pointer: '/role',
  },
});
