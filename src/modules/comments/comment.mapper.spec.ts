import { versionOf } from '../../platform/http/version.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import type { CommentRow } from './comment.columns.js';
import { toComment, withReplies } from './comment.mapper.js';

const post = { id: 'post', authorId: 'poster' };
const written: CommentRow = {
  id: 'a',
  postId: 'post',
  parentId: null,
  authorId: 'ada',
  body: '*Hello*',
  html: '<p><em>Hello</em></p>',
  likeCount: 2,
  replyCount: 0,
  firstAnsweredAt: null,
  concealedAt: null,
  concealedAs: null,
  heldAt: null,
  version: 3,
  createdAt: new Date(0),
  editedAt: null,
  authorUsername: 'ada',
  authorDisplayName: 'Ada',
  authorAvatarPhotoId: null,
  mentions: [{ username: 'bob', displayName: 'Bob' }],
  isEditWindowOpen: true,
  isLiked: false,
};
const answered: CommentRow = { ...written, isEditWindowOpen: false };
const tombstone: CommentRow = {
  ...written,
  authorId: null,
  body: null,
  html: null,
  authorUsername: null,
  authorDisplayName: null,
};
const orphan: CommentRow = { ...written, authorId: null, authorUsername: null, authorDisplayName: null };

const user = (id: string, role: SignedInUser['role'] = 'user'): SignedInUser => ({
  id,
  username: id,
  role,
});

describe('the view of a comment', () => {
  it('lists what everybody may see, and carries the version beside it', () => {
    const view = toComment(written, post, undefined);

    expect(Object.keys(view)).toEqual([
      ...['id', 'postId', 'parentId', 'author', 'body', 'html', 'mentions', 'likeCount', 'replyCount'],
      ...['isDeleted', 'isHidden', 'isHeld', 'createdAt', 'editedAt'],
    ]);
    expect(view.author).toEqual({ username: 'ada', displayName: 'Ada', avatarUrl: null });
    expect(versionOf(view)).toBe(3);
  });

  it('tells a deleted comment from one whose author is gone', () => {
    expect(toComment(tombstone, post, undefined)).toMatchObject({
      author: null,
      body: null,
      html: null,
      isDeleted: true,
    });
    expect(toComment(orphan, post, undefined)).toMatchObject({ author: null, body: '*Hello*', isDeleted: false });
  });

  it.each([
    ['its author', written, user('ada'), true, true],
    ['its author, when it was answered long ago', answered, user('ada'), false, true],
    ['the author of the post', written, user('poster'), false, true],
    ['a stranger', written, user('eve'), false, false],
    ['a moderator', written, user('mo', 'moderator'), false, true],
    ['an admin', written, user('al', 'admin'), false, true],
    ['a moderator, on a tombstone', tombstone, user('mo', 'moderator'), false, false],
    ['the author of the post, on a tombstone', tombstone, user('poster'), false, false],
    ['a stranger, on a comment without author', orphan, user('eve'), false, false],
    ['a moderator, on a comment without author', orphan, user('mo', 'moderator'), false, true],
  ])('tells %s what may be done', (_who, row, viewer, canEdit, canDelete) => {
    expect(toComment(row, post, viewer).viewer).toMatchObject({ liked: false, canEdit, canDelete });
  });
});

describe('the view of a concealed comment', () => {
  const concealed: CommentRow = { ...written, concealedAt: new Date(0), concealedAs: 'post_author' };

  it.each([
    ['a guest', undefined, false],
    ['a stranger', user('eve'), false],
    ['its author', user('ada'), true],
    ['the author of the post', user('poster'), true],
    ['a moderator', user('mo', 'moderator'), true],
    ['an admin', user('al', 'admin'), true],
  ])('shows %s its words, or only its place', (_who, viewer, mayRead) => {
    const { author, body, html, mentions, isHidden, isDeleted } = toComment(concealed, post, viewer);

    expect(mentions).toHaveLength(mayRead ? 1 : 0);
    expect([author?.username, body, html]).toEqual(
      mayRead ? ['ada', '*Hello*', '<p><em>Hello</em></p>'] : [undefined, null, null],
    );
    expect({ isHidden, isDeleted }).toEqual({ isHidden: true, isDeleted: false });
  });

  it.each([
    ['its author', written, user('ada'), false, false],
    ['a stranger', written, user('eve'), false, true],
    ['the author of the post', written, user('poster'), true, true],
    ['a moderator', written, user('mo', 'moderator'), true, true],
    ['its author, when it is concealed', concealed, user('ada'), false, false],
    ['a stranger, when it is concealed', concealed, user('eve'), false, false],
    ['the author of the post who concealed it', concealed, user('poster'), true, true],
    [
      'the author of the post, what a moderator concealed',
      { ...concealed, concealedAs: 'moderator' as const },
      user('poster'),
      false,
      true,
    ],
    ['a moderator, what is held', { ...written, heldAt: new Date(0) }, user('mo', 'moderator'), false, false],
    ['a moderator, on a tombstone', tombstone, user('mo', 'moderator'), false, false],
  ])('tells %s whether to conceal and to report', (_who, row, viewer, canConceal, canReport) => {
    expect(toComment(row, post, viewer).viewer).toMatchObject({ canConceal, canReport });
  });
});

describe('a tree of views', () => {
  const node = (id: string, parentId: string | null = null) => toComment({ ...written, id, parentId }, post, undefined);
  const paths = (views: ReturnType<typeof withReplies>): string[] =>
    views.flatMap(({ id, replies = [] }) => [id, ...paths(replies).map((path) => `${id}/${path}`)]);

  it('hangs replies under their parents and keeps the order of siblings, in whatever order levels come', () => {
    const below = [node('y', 'x'), node('x', 'a'), node('w', 'a'), node('z', 'y')];

    expect(paths(withReplies([node('a'), node('b')], below))).toEqual(['a', 'a/x', 'a/x/y', 'a/x/y/z', 'a/w', 'b']);
  });

  it('keeps the version of each comment, and leaves out a reply to nothing that is shown', () => {
    const [root] = withReplies([node('a')], [node('x', 'gone')]);

    expect(versionOf(root)).toBe(3);
    expect(root?.replies).toEqual([]);
  });
});
