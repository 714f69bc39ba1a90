import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Clock } from '../../../platform/clock/clock.js';
import { at, type ImportArchive, invalid } from '../../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import type { RunningImport } from '../../../platform/personal-data/running-import.js';
import { ImportedPostDto } from '../dto/imported-post.dto.js';
import { requireContent } from '../photos/post-content.js';
import { PostPhotosService } from '../photos/post-photos.service.js';
import { PostScheduleService } from '../post-schedule.service.js';
import { type PostText, PostTexts } from '../post-texts.js';
import { PostsRepository } from '../posts.repository.js';
import { claimSlug, slugOf } from '../slug.js';
import { PostImportRepository } from './post-import.repository.js';

const FILE = 'posts.json';

/** A post that is ready to be stored. */
interface ReadPost {
  id: string;
  item: ImportedPostDto;
  text: PostText;
  pointer: string;
}

/** Takes posts back: the texts are rendered anew, and the addresses are the old ones where they are free. */
@Injectable()
export class PostsImport implements ImportSource {
  readonly takes = [FILE];
  readonly takesAfter = ['photos.json'];

  constructor(
    private readonly posts: PostsRepository,
    private readonly imported: PostImportRepository,
    private readonly photos: PostPhotosService,
    private readonly schedule: PostScheduleService,
    private readonly texts: PostTexts,
    private readonly clock: Clock,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  async isEmpty(userId: string): Promise<boolean> {
    return !(await this.imported.hasPosts(userId));
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const items = await archive.items(FILE, ImportedPostDto);
    // New ids are in the order of the old ones, which decides between what was written in one millisecond.
    items.sort((one, other) => (one.item.id.toLowerCase() < other.item.id.toLowerCase() ? -1 : 1));
    const read: ReadPost[] = [];
    for (const { item, pointer } of items) {
      if (read.at(-1)?.item.id.toLowerCase() === item.id.toLowerCase())
        throw invalid(`${pointer}/id`, 'field.repeated', 'is there twice');
      requireDates(item, pointer);
      const id = newId();
      const text = await at(pointer, () => this.texts.from(item.body, id));
      read.push({ id, item, text, pointer });
    }
    return {
      store: async (running) => {
        for (const post of read) await at(post.pointer, () => this.store(running, post));
        running.count(FILE, read.length);
      },
    };
  }

  private async store(running: RunningImport, { id, item, text }: ReadPost): Promise<void> {
    const { title, excerpt, tags, areCommentsOpen } = item;
    const own = { id, authorId: running.userId, title, excerpt: excerpt || null, tags, areCommentsOpen, ...text };
    const insert = (slug: string) => this.posts.insert({ ...own, slug, status: 'draft', publishAt: null });
    if (!item.slug.startsWith(slugOf(title)) || !(await insert(item.slug))) await claimSlug(title, insert);
    running.rename(FILE, item.id, id);
    const shown = await this.choosePhotos(running, id, item);
    requireContent({ body: item.body, photos: shown });
    await this.date(running, id, item);
  }

  private async choosePhotos(running: RunningImport, id: string, { photoIds = [], coverPhotoId }: ImportedPostDto) {
    const renamed = photoIds.flatMap((photoId) => running.newIdOf('photos.json', photoId) ?? []);
    const cover = coverPhotoId == null ? null : (running.newIdOf('photos.json', coverPhotoId) ?? null);
    const missing = photoIds.length - renamed.length + (coverPhotoId != null && cover === null ? 1 : 0);
    running.skip(FILE, 'a photo of a post is not in the archive', missing);
    if (renamed.length === 0 && cover === null) return null;
    return this.photos.choose(running.userId, id, { photoIds: renamed, coverPhotoId: cover });
  }

  private async date(running: RunningImport, id: string, item: ImportedPostDto): Promise<void> {
    const { createdAt, updatedAt, publishedAt = null, publishAt = null, deletedAt = null } = item;
    const isOverdue = publishAt !== null && publishAt <= this.clock.now() && deletedAt === null;
    if (isOverdue) running.skip(FILE, 'the time to publish it is over; it is a draft now');
    const status = isOverdue ? 'draft' : item.status;
    const due = isOverdue ? null : publishAt;
    await this.imported.date(id, { status, createdAt, updatedAt, publishedAt, publishAt: due, deletedAt });
    if (deletedAt !== null) return;
    if (status === 'published' && item.tags.length > 0) await this.posts.indexTags(id);
    if (due) await this.schedule.publishLater(id, due);
  }
}

function requireDates({ status, publishedAt, publishAt }: ImportedPostDto, pointer: string): void {
  const [isPublished, isScheduled] = [status === 'published', status === 'scheduled'];
  if (isPublished !== (publishedAt != null))
    throw invalid(`${pointer}/publishedAt`, 'field.status', 'goes with published posts, and only with them');
  if (isScheduled !== (publishAt != null))
    throw invalid(`${pointer}/publishAt`, 'field.status', 'goes with scheduled posts, and only with them');
}
