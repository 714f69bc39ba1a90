import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { Clock } from '../../platform/clock/clock.js';
import type { Sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentPeriod } from './comment-period.js';
import type { CreatePostDto } from './dto/create-post.dto.js';
import type { UpdatePostDto } from './dto/update-post.dto.js';
import { requireContent } from './photos/post-content.js';
import { PostPhotosService } from './photos/post-photos.service.js';
import { mayEdit, PostAccess } from './post-access.js';
import { postErrors } from './post.errors.js';
import { toPost } from './post.mapper.js';
import { PostMoved } from './post-moved.js';
import { PostScheduleService } from './post-schedule.service.js';
import { PostTexts } from './post-texts.js';
import type { PostView } from './post.view.js';
import {
  countingComment,
  lockingPost,
  type NewPost,
  type PostChanges,
  PostsRepository,
  type PostStubRow,
} from './posts.repository.js';
import { statusOf } from './publish-at.js';
import { RevisionsRepository } from './revisions/revisions.repository.js';
import { claimSlug, isId, slugOf } from './slug.js';

type ChosenPhotos = Pick<UpdatePostDto, 'photoIds' | 'coverPhotoId'>;

/** What other rooms need to know of a post. */
export type PostStub = Pick<PostView, 'id' | 'areCommentsOpen'> & { authorId: string; isPublished: boolean };

/** Writing posts and reading them one at a time. */
@Injectable()
export class PostsService {
  constructor(
    private readonly posts: PostsRepository,
    private readonly access: PostAccess,
    private readonly photos: PostPhotosService,
    private readonly schedule: PostScheduleService,
    private readonly texts: PostTexts,
    private readonly revisions: RevisionsRepository,
    private readonly period: CommentPeriod,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes sure that there is such a post and that the viewer may see it.
   *
   * @throws `posts.not_found`, also for a draft of somebody else.
   */
  async requireVisible(viewer: SignedInUser | undefined, postId: string): Promise<PostStub> {
    const post = await this.findVisible(viewer, postId);
    if (!post) throw postErrors.notFound();
    return post;
  }

  /** The post, if there is one that the viewer may see. */
  async findVisible(viewer: SignedInUser | undefined, postId: string): Promise<PostStub | undefined> {
    return this.toStub(await this.posts.findVisible(viewer?.id, postId));
  }

  /** Locks a post, if it is there, until the running transaction ends. */
  async lock(postId: string): Promise<void> {
    await this.posts.lock(postId);
  }

  /** The statement that does so. */
  locking(postId: string): Sql {
    return lockingPost(postId);
  }

  /**
   * The part of a statement that counts a comment, and holds the post from then on. It is no edit of the post: version and time stay
   * as they are. It gives the post's `id` and `author_id`, or nothing: the post is not for all to see, or not `isAdmitted`.
   */
  countingComment(postId: string, isAdmitted: (isOpen: Sql) => Sql): Sql {
    return countingComment(postId, isAdmitted(this.period.whileOpen));
  }

  /** The same of any post by itself, and one more or less. */
  async changeCommentCount(postId: string, by: number): Promise<void> {
    await this.posts.changeCommentCount(postId, by);
  }

  /** Locks an author's posts, and others that the author commented on, until the running transaction ends. */
  async hold(authorId: string, ids: readonly string[]): Promise<void> {
    await this.posts.hold(authorId, ids);
  }

  /**
   * The slug is made from the title; of posts with the same title, written at the same time or not, each gets its own.
   *
   * @throws `posts.author_gone`; `http.validation_failed` for a `publishAt` that is past or does not go with the status
   */
  async create(author: SignedInUser, written: CreatePostDto): Promise<PostView> {
    const { title, body, excerpt, tags, areCommentsOpen } = written;
    const { status, publishAt } = statusOf(written, this.clock.now());
    const [own, id] = [{ title, excerpt: excerpt || null, tags, areCommentsOpen }, newId()];
    // Rendering takes its time, so it is done before a connection is held for the transaction.
    const text = await this.texts.from(body, id);
    return this.add(author, { id, authorId: author.id, status, publishAt, ...own, ...text }, written);
  }

  @Transactional()
  protected async add(author: SignedInUser, post: Omit<NewPost, 'slug'>, photos: ChosenPhotos): Promise<PostView> {
    const { id, title, publishAt } = post;
    const added = await claimSlug(title, (slug) => this.posts.insert({ ...post, slug }));
    await this.revisions.record(id);
    if (publishAt) await this.schedule.publishLater(id, publishAt);
    const shown = { ...added, photos: await this.photos.choose(author.id, id, photos) };
    requireContent(shown);
    return toPost(shown, author, this.period);
  }

  /** @throws `posts.not_found`; {@link PostMoved} for a slug that the post no longer has. */
  async get(viewer: SignedInUser | undefined, idOrSlug: string): Promise<PostView> {
    const post = isId(idOrSlug)
      ? await this.posts.findById(viewer?.id, idOrSlug)
      : await this.posts.findBySlug(viewer?.id, idOrSlug);
    if (!post) throw postErrors.notFound();
    if (!isId(idOrSlug) && post.slug !== idOrSlug) throw new PostMoved(post.slug);
    return toPost(post, viewer, this.period);
  }

  /**
   * Edits what the author wrote. A title of other words brings a new slug. To say what is said already changes nothing.
   *
   * @throws `posts.not_found`, `posts.not_yours`, `http.precondition_failed`
   */
  async update(author: SignedInUser, id: string, edit: UpdatePostDto, expected: ExpectedVersions): Promise<PostView> {
    return this.edit(author, id, await this.changesBy(id, edit), { expected, photos: edit });
  }

  /**
   * {@link update} to what an earlier revision said.
   *
   * @throws `posts.not_found`, `posts.not_yours`
   */
  async restoreRevision(
    author: SignedInUser,
    id: string,
    revision: Pick<UpdatePostDto, 'title' | 'body' | 'excerpt' | 'tags'>,
    number: number,
  ): Promise<PostView> {
    return this.edit(author, id, await this.changesBy(id, revision), {
      expected: undefined,
      photos: {},
      restoredFrom: number,
    });
  }

  @Transactional()
  protected async edit(
    author: SignedInUser,
    id: string,
    changes: PostChanges,
    { expected, photos, restoredFrom }: { expected: ExpectedVersions; photos: ChosenPhotos; restoredFrom?: number },
  ): Promise<PostView> {
    const isAboutPhotos = photos.photoIds !== undefined || photos.coverPhotoId !== undefined;
    await this.photos.choose(author.id, id, photos);
    const post = await this.posts.update(author.id, id, changes, { expected, isAboutPhotos });
    if (!post) throw await this.access.explainRefusal(author, id, mayEdit);
    if (changes.body !== undefined || isAboutPhotos) requireContent(post);
    if (!post.hasChanged) return toPost(post, author, this.period);
    const { areCommentsOpen, ...said } = changes;
    if (Object.keys(said).length > 0) await this.revisions.record(id, restoredFrom);
    if (changes.tags) await this.posts.indexTags(id);
    if (slugOf(post.title) === slugOf(post.previousTitle)) return toPost(post, author, this.period);
    const slug = await claimSlug(post.title, (candidate) => this.posts.claimSlug(id, candidate));
    return toPost({ ...post, slug }, author, this.period);
  }

  private toStub(post: PostStubRow | undefined): PostStub | undefined {
    if (!post) return undefined;
    const { id, authorId, status } = post;
    return { id, authorId, isPublished: status === 'published', areCommentsOpen: this.period.isOpen(post) };
  }

  private async changesBy(id: string, edit: UpdatePostDto): Promise<PostChanges> {
    const { title, body, excerpt, tags, areCommentsOpen } = edit;
    return {
      ...(areCommentsOpen !== undefined && { areCommentsOpen }),
      ...(title !== undefined && { title }),
      ...(tags !== undefined && { tags }),
      ...(excerpt !== undefined && { excerpt: excerpt || null }),
      ...(body !== undefined && (await this.texts.from(body, id))),
    };
  }
}
