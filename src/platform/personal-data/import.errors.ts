import { defineErrors } from '../errors/define-errors.js';

export const importErrors = defineErrors('imports', {
  accountNotEmpty: {
    status: 409,
    title: 'This account has something in it already',
    help: 'An export can be imported only into an account without posts, photos, comments, todos, likes, bookmarks and members that it follows. Register a new account, or delete what is there, the trash as well.',
  },
  notReadable: {
    status: 422,
    title: 'The file is not an archive that can be read',
    help: 'Send the ZIP that `GET /api/v1/users/me/export` gave, as it is. Encrypted, broken and incomplete archives, and those with a name in them twice, are refused. Nothing was stored.',
  },
  tooLarge: {
    status: 413,
    title: 'The archive holds too much',
    help: 'Its JSON may be 32 MiB, each of its photos 10 MiB, and all photos together what an account may hold; it may have 50,000 entries. Nothing was stored.',
  },
  busy: {
    status: 503,
    title: 'Too many imports at once',
    help: 'Other archives are being imported. Nothing was stored; send it again after the seconds in `Retry-After`.',
  },
});
