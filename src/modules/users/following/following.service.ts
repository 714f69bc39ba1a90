import { Injectable } from '@nestjs/common';
import { Pages } from '../../../platform/http/page.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { avatarUrlOf } from '../avatar.js';
import { userErrors } from '../user.errors.js';
import { UsersRepository } from '../users.repository.js';
import { type FollowKey, FollowingRepository, type FollowRow } from './following.repository.js';
import type { FollowedMember, FollowPage } from './following.view.js';

/** Who reads whom. Everybody may see it. */
@Injectable()
export class FollowingService {
  constructor(
    private readonly following: FollowingRepository,
    private readonly users: UsersRepository,
    private readonly pages: Pages,
  ) {}

  /**
   * Twice is once.
   *
   * @throws `users.not_found`, `users.cannot_follow_self`, `users.follows_too_many`, `users.account_gone`
   */
  async follow(user: SignedInUser, username: string): Promise<void> {
    if (!(await this.following.follow(user.id, username))) throw userErrors.notFound();
  }

  /** @throws `users.not_found` */
  async unfollow(user: SignedInUser, username: string): Promise<void> {
    if (!(await this.following.unfollow(user.id, username))) throw userErrors.notFound();
  }

  /** The latest first. @throws `users.not_found` */
  async listFollowers(viewer: SignedInUser | undefined, username: string, query: PageQuery): Promise<FollowPage> {
    const read: ReadPage = (count, after) => this.following.listFollowers(viewer?.id, username, count, after);
    return this.list('followers', viewer, username, query, read);
  }

  /** The latest first. @throws `users.not_found` */
  async listFollowing(viewer: SignedInUser | undefined, username: string, query: PageQuery): Promise<FollowPage> {
    const read: ReadPage = (count, after) => this.following.listFollowing(viewer?.id, username, count, after);
    return this.list('following', viewer, username, query, read);
  }

  private async list(
    name: string,
    viewer: SignedInUser | undefined,
    username: string,
    query: PageQuery,
    read: ReadPage,
  ): Promise<FollowPage> {
    const page = await this.pages.read<FollowRow, FollowedMember, FollowKey>({
      name: `users:${name}:${username.toLowerCase()}`,
      query,
      read,
      keyOf: ({ id, followedAt }) => [followedAt.toISOString(), id],
      toItem: (member) => toFollowedMember(member, viewer),
    });
    // Nothing is an answer for a member whom nobody follows, but not for one who is not there.
    if (page.items.length === 0 && !(await this.users.findByUsername(username))) throw userErrors.notFound();
    return page;
  }
}

type ReadPage = (count: number, after: FollowKey | undefined) => Promise<FollowRow[]>;

function toFollowedMember(
  { username, displayName, avatarPhotoId, followedAt, isFollowed: following }: FollowRow,
  viewer: SignedInUser | undefined,
): FollowedMember {
  const avatarUrl = avatarUrlOf(avatarPhotoId);
  return { username, displayName, avatarUrl, followedAt, ...(viewer && { viewer: { following } }) };
}
