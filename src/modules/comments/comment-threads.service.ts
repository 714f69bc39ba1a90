import { Injectable } from '@nestjs/common';
import { Pages } from '../../platform/http/page.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { commentErrors } from './comment.errors.js';
import { toComment, withReplies } from './comment.mapper.js';
import type { CommentPage, CommentView } from './comment.view.js';
import { type CommentedPost, CommentedPosts } from './commented-posts.js';
import { type CommentKey, CommentThreadsRepository, keyOf, type Level } from './comment-threads.repository.js';
import { CommentsRepository, type PublishedCommentRow } from './comments.repository.js';
import type { CommentsQuery } from './dto/comments-query.dto.js';

/** Comments as the threads that they make under a post. */
@Injectable()
export class CommentThreadsService {
  constructor(
    private readonly threads: CommentThreadsRepository,
    private readonly comments: CommentsRepository,
    private readonly posts: CommentedPosts,
    private readonly pages: Pages,
  ) {}

  /**
   * A page of one level of a thread; as a tree, with the first replies below it.
   *
   * @throws `posts.not_found`, `comments.not_found` when the post has no such parent, `http.invalid_cursor`
   */
  async list(viewer: SignedInUser | undefined, postId: string, query: CommentsQuery): Promise<CommentPage> {
    const level: Level = { postId, parentId: query.parent, sort: query.sort };
    const page = await this.readLevel(viewer, level, query);
    if (page.items.length === 0) await this.explainNothing(viewer, level);
    if (!query.tree) return page;
    return { items: await this.growTrees(viewer, level, page.items), nextCursor: page.nextCursor };
  }

  private async readLevel(viewer: SignedInUser | undefined, level: Level, query: CommentsQuery): Promise<CommentPage> {
    return this.pages.read<PublishedCommentRow, CommentView, CommentKey>({
      name: `comments:${level.parentId ?? level.postId}:${level.sort}`,
      query,
      read: (count, after) => this.threads.listLevel(viewer, level, count, after),
      keyOf: (comment) => keyOf(comment, level.sort),
      toItem: (comment) => toComment(comment, postOf(comment), viewer),
    });
  }

  private async growTrees(
    viewer: SignedInUser | undefined,
    level: Level,
    roots: readonly CommentView[],
  ): Promise<CommentView[]> {
    const answered = roots.filter(({ replyCount }) => replyCount > 0).map(({ id }) => id);
    const below = answered.length === 0 ? [] : await this.threads.listBelow(viewer, answered, level);
    return withReplies(
      roots,
      below.map((comment) => toComment(comment, postOf(comment), viewer)),
    );
  }

  /** Nothing was found on this level: that is an answer for what has no comments or replies, but not for what is not there. */
  private async explainNothing(viewer: SignedInUser | undefined, { postId, parentId }: Level): Promise<void> {
    await this.posts.requireVisible(viewer, postId);
    if (parentId === undefined) return;
    const parent = await this.comments.find(viewer, parentId);
    if (parent?.postId !== postId) throw commentErrors.notFound();
  }
}

function postOf({ postId: id, postAuthorId: authorId }: PublishedCommentRow): CommentedPost {
  return { id, authorId };
}
