import { PickType } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import type { ImportArchive } from '../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { UpdateAccountDto } from './dto/update-account.dto.js';
import { UsersRepository } from './users.repository.js';

/** What of an account's profile can be taken over. The avatar is, under its new id; names and addresses are the new account's own. */
class ImportedAccount extends PickType(UpdateAccountDto, ['displayName', 'bio', 'timezone', 'avatarPhotoId']) {}

const FILE = 'account.json';

/** Takes profiles back. Once the photos are there, for one may be the avatar. */
@Injectable()
export class AccountImport implements ImportSource {
  readonly takes = [FILE];
  readonly takesAfter = ['photos.json'];

  constructor(
    private readonly users: UsersRepository,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  /** Everybody has a profile. */
  isEmpty(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const account = await archive.object(FILE, ImportedAccount);
    const { avatarPhotoId: oldId, ...profile } = account ?? {};
    return {
      store: async (running) => {
        const avatarPhotoId = oldId == null ? null : (running.newIdOf('photos.json', oldId) ?? null);
        if (oldId != null && avatarPhotoId === null)
          running.skip(FILE, 'the photo of the avatar is not in the archive');
        await this.users.update(running.userId, { ...profile, avatarPhotoId }, undefined);
        running.count(FILE, 1);
      },
    };
  }
}
