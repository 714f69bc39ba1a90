import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { type PersonalReaction, ReactionsRepository } from './reactions.repository.js';

/** What members take along from here, and what is held while they leave. */
@Injectable()
export class PersonalReactions implements ExportSource {
  readonly contents = {
    'likes.json': 'The posts that you like, oldest like first.',
    'bookmarks.json': 'The posts that you have bookmarked, oldest bookmark first.',
  };

  constructor(
    private readonly reactions: ReactionsRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
    personalData.onErasure((userId) => this.reactions.holdLiked(userId));
  }

  *exportFor(userId: string): Iterable<ExportFile> {
    const liked = pagesOf<PersonalReaction>((count, last) => this.reactions.listLiked(userId, count, last));
    yield { path: 'likes.json', content: jsonArray(liked, (post) => post) };
    const kept = pagesOf<PersonalReaction>((count, last) => this.reactions.listKept(userId, count, last));
    yield { path: 'bookmarks.json', content: jsonArray(kept, (post) => post) };
  }
}
