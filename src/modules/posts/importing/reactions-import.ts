import { Injectable } from '@nestjs/common';
import type { ImportArchive, ImportedItem } from '../../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import type { RunningImport } from '../../../platform/personal-data/running-import.js';
import { ImportedReactionDto } from '../dto/imported-post.dto.js';
import { PostImportRepository } from './post-import.repository.js';

const [LIKES, BOOKMARKS] = ['likes.json', 'bookmarks.json'];
const NOT_HERE = 'there is no such published post here';

/** Likes and keeps again what was liked and kept: posts of the archive, and others that are here. */
@Injectable()
export class ReactionsImport implements ImportSource {
  readonly takes = [LIKES, BOOKMARKS];
  readonly takesAfter = ['posts.json'];

  constructor(
    private readonly imported: PostImportRepository,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  async isEmpty(userId: string): Promise<boolean> {
    return !(await this.imported.hasReactions(userId));
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const likes = await archive.items(LIKES, ImportedReactionDto);
    const bookmarks = await archive.items(BOOKMARKS, ImportedReactionDto);
    return {
      store: async (running) => {
        const liked = await this.imported.addLikes(running.userId, renamed(running, likes));
        running.count(LIKES, liked);
        running.skip(LIKES, NOT_HERE, likes.length - liked);
        const kept = await this.imported.addBookmarks(running.userId, renamed(running, bookmarks));
        running.count(BOOKMARKS, kept);
        running.skip(BOOKMARKS, NOT_HERE, bookmarks.length - kept);
      },
    };
  }
}

function renamed(running: RunningImport, reactions: readonly ImportedItem<ImportedReactionDto>[]) {
  return reactions.map(({ item: { id, createdAt } }) => ({ id: running.newIdOf('posts.json', id) ?? id, createdAt }));
}
