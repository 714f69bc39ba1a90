import { Injectable } from '@nestjs/common';
import { jsonArray, pagesOf } from '../../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { type PersonalRevision, RevisionsRepository } from './revisions.repository.js';

/** What members take along from here. */
@Injectable()
export class PersonalRevisions implements ExportSource {
  readonly contents = { 'post-revisions.json': 'Everything that your posts ever said, by post.' };

  constructor(
    private readonly revisions: RevisionsRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
  }

  *exportFor(authorId: string): Iterable<ExportFile> {
    const pages = pagesOf<PersonalRevision>((count, last) => this.revisions.listOwned(authorId, count, last));
    yield { path: 'post-revisions.json', content: jsonArray(pages, (revision) => revision) };
  }
}
