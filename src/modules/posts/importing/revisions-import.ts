import { Injectable } from '@nestjs/common';
import type { ImportArchive } from '../../../platform/personal-data/import-archive.js';
import { invalid } from '../../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { ImportedRevisionDto } from '../dto/imported-post.dto.js';
import { PostImportRepository, type RevisionOf } from './post-import.repository.js';

const FILE = 'post-revisions.json';
const ROWS_AT_ONCE = 200;

/** Takes the histories of posts back. */
@Injectable()
export class RevisionsImport implements ImportSource {
  readonly takes = [FILE];
  readonly takesAfter = ['posts.json'];

  constructor(
    private readonly imported: PostImportRepository,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  /** There are none without posts. */
  isEmpty(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const items = await archive.items(FILE, ImportedRevisionDto);
    const seen = new Set<string>();
    for (const { item, pointer } of items) {
      const key = `${item.postId.toLowerCase()} ${item.number}`;
      if (seen.has(key)) throw invalid(`${pointer}/number`, 'field.repeated', 'is there twice');
      if (item.restoredFrom != null && item.restoredFrom >= item.number)
        throw invalid(`${pointer}/restoredFrom`, 'field.max', 'must be an earlier one');
      seen.add(key);
    }
    return {
      store: async (running) => {
        const rows = items.flatMap(({ item }): RevisionOf[] => {
          const postId = running.newIdOf('posts.json', item.postId);
          return postId === undefined ? [] : [{ ...item, excerpt: item.excerpt || null, postId }];
        });
        for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
          await this.imported.addRevisions(rows.slice(start, start + ROWS_AT_ONCE));
        await this.imported.completeRevisions(running.userId);
        running.count(FILE, rows.length);
        running.skip(FILE, 'its post is not in the archive', items.length - rows.length);
      },
    };
  }
}
