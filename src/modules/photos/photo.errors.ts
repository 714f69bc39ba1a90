import { defineErrors } from '../../platform/errors/define-errors.js';

export const photoErrors = defineErrors('photos', {
  notFound: {
    status: 404,
    title: 'There is no such photo',
    help: 'No photo has this id, it was deleted, or it is not yours and no published post shows it.',
  },
  notYours: {
    status: 403,
    title: 'This photo is not yours to change',
    help: 'Only who has uploaded a photo may describe or delete it.',
  },
  inUse: {
    status: 409,
    title: 'A post uses this photo',
    help: 'Take it out of the post first, or delete it with `?force=true`, which takes it out of all posts.',
    constraint: 'post_photos_photo_id_fkey',
  },
  quotaExceeded: {
    status: 409,
    title: 'Your photos take up all the space that you have',
    help: 'Delete photos that you no longer need (`GET /api/v1/users/me/photos` lists them with their `byteSize`) and send this one again. Nothing was stored.',
  },
  unsupportedType: {
    status: 415,
    title: 'This is not a picture of a kind that is taken here',
    help: 'JPEG, PNG, WebP, AVIF and GIF are. What a file is is seen from its content; its name and the type that was sent with it do not matter.',
  },
  notReadable: {
    status: 422,
    title: 'The picture could not be read',
    help: 'The file is damaged, or cut off. Nothing was stored.',
  },
  tooManyPixels: {
    status: 422,
    title: 'The picture has too many pixels',
    help: 'Photos may have up to 25 megapixels. Nothing was stored.',
  },
  somethingElseInside: {
    status: 422,
    title: 'The file is a picture and something else as well',
    help: 'There is a program, a page or an archive inside of it. Save the picture anew with a program for pictures.',
  },
  ownerGone: {
    status: 409,
    title: 'Your account was deleted in the meantime',
    help: 'The account that this request was made with is gone, so it cannot write any more. Nothing was stored.',
    constraint: 'photos_owner_id_fkey',
  },
});
