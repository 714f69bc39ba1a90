import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { at, type ImportArchive, type ImportedItem, invalid } from '../../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import type { RunningImport } from '../../../platform/personal-data/running-import.js';
import { PostsService } from '../../posts/index.js';
import { ImportedCommentDto, ImportedCommentLikeDto } from '../dto/imported-comment.dto.js';
import { CommentMentionsRepository } from '../text/comment-mentions.repository.js';
import { type CommentText, CommentTexts } from '../text/comment-texts.js';
import { CommentImportRepository, type ImportedCommentRow } from './comment-import.repository.js';

const COMMENTS = 'comments.json';
const LIKES = 'comment-likes.json';
const ROWS_AT_ONCE = 200;

interface ReadComment extends ImportedItem<ImportedCommentDto> {
  text: CommentText;
}

/** Takes the comments back that the member wrote under posts of the archive. Nobody else's words are put into anybody's mouth. */
@Injectable()
export class CommentsImport implements ImportSource {
  readonly takes = [COMMENTS, LIKES];
  readonly takesAfter = ['posts.json'];

  constructor(
    private readonly imported: CommentImportRepository,
    private readonly texts: CommentTexts,
    private readonly mentions: CommentMentionsRepository,
    private readonly posts: PostsService,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  async isEmpty(userId: string): Promise<boolean> {
    return this.imported.isEmpty(userId);
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const items = await archive.items(COMMENTS, ImportedCommentDto);
    // The order in which they were written: what is answered comes first.
    items.sort((one, other) => (one.item.id.toLowerCase() < other.item.id.toLowerCase() ? -1 : 1));
    const read: ReadComment[] = [];
    for (const { item, pointer } of items) {
      if (read.at(-1)?.item.id.toLowerCase() === item.id.toLowerCase())
        throw invalid(`${pointer}/id`, 'field.repeated', 'is there twice');
      read.push({ item, pointer, text: await at(pointer, () => this.texts.read(item.body)) });
    }
    const likes = await archive.items(LIKES, ImportedCommentLikeDto);
    return {
      store: async (running) => {
        await this.store(running, read);
        await this.like(running, likes);
      },
    };
  }

  private async store(running: RunningImport, comments: readonly ReadComment[]): Promise<void> {
    const rows = new Map<string, ImportedCommentRow>();
    for (const comment of comments) {
      const row = toRow(running, rows, comment);
      if (row) rows.set(row.id, row);
    }
    const all = [...rows.values()];
    for (let start = 0; start < all.length; start += ROWS_AT_ONCE)
      await this.imported.add(running.userId, all.slice(start, start + ROWS_AT_ONCE));
    await this.countByPost(all);
    for (const { item, text } of comments) {
      const id = running.newIdOf(COMMENTS, item.id);
      if (id !== undefined && text.mentionedIds.length > 0) await this.mentions.replace(id, text.mentionedIds);
    }
    running.count(COMMENTS, all.length);
    running.skip(COMMENTS, 'it is under somebody else’s post, or answers somebody else', comments.length - all.length);
  }

  private async countByPost(rows: readonly ImportedCommentRow[]): Promise<void> {
    const counts = new Map<string, number>();
    for (const { postId } of rows) counts.set(postId, (counts.get(postId) ?? 0) + 1);
    for (const [postId, count] of counts) await this.posts.changeCommentCount(postId, count);
  }

  private async like(running: RunningImport, likes: readonly ImportedItem<ImportedCommentLikeDto>[]): Promise<void> {
    const renamed = likes.map(({ item: { commentId, likedAt } }) => {
      return { id: running.newIdOf(COMMENTS, commentId) ?? commentId, likedAt };
    });
    const count = await this.imported.addLikes(running.userId, renamed);
    running.count(LIKES, count);
    running.skip(LIKES, 'there is no such comment here', likes.length - count);
  }
}

/** @returns undefined for one whose post, or what it answers, is not the member's and in the archive. */
function toRow(
  running: RunningImport,
  rows: ReadonlyMap<string, ImportedCommentRow>,
  { item, text: { body, html, digest } }: ReadComment,
): ImportedCommentRow | undefined {
  const postId = running.newIdOf('posts.json', item.postId);
  const parent = item.parentId == null ? undefined : rows.get(running.newIdOf(COMMENTS, item.parentId) ?? '');
  if (postId === undefined || (item.parentId != null && parent?.postId !== postId)) return undefined;
  if (parent) parent.replyCount++;
  const id = newId();
  running.rename(COMMENTS, item.id, id);
  const { createdAt, editedAt = null } = item;
  return { id, postId, parentId: parent?.id ?? null, body, html, digest, replyCount: 0, createdAt, editedAt };
}
