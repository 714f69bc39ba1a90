import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { FollowingRepository, type FollowRow } from './following.repository.js';

/** What members take along from here. Who follows them is for those others to take along. */
@Injectable()
export class PersonalFollowing implements ExportSource {
  readonly contents = { 'following.json': 'The members that you follow, the latest first.' };

  constructor(
    private readonly following: FollowingRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
  }

  *exportFor(userId: string): Iterable<ExportFile> {
    const pages = pagesOf<FollowRow>((count, last) =>
      this.following.listFollowedBy(userId, count, last && [last.followedAt.toISOString(), last.id]),
    );
    const content = jsonArray(pages, ({ username, displayName, followedAt }) => ({
      username,
      displayName,
      followedAt,
    }));
    yield { path: 'following.json', content };
  }
}
