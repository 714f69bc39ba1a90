import { Injectable } from '@nestjs/common';
import { IsString, Length } from 'class-validator';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import { type ImportArchive, invalid } from '../../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { MAX_FOLLOWED } from '../user.entity.js';
import { PastInstant } from '../../../platform/personal-data/past-instant.rule.js';

class ImportedFollow {
  @IsString()
  @Length(1, 100)
  username!: string;

  @PastInstant()
  followedAt!: Date;
}

const FILE = 'following.json';

/** Follows again whom the member followed, those of them who are here. */
@Injectable()
export class FollowingImport implements ImportSource {
  readonly takes = [FILE];

  constructor(
    private readonly database: Database,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  async isEmpty(userId: string): Promise<boolean> {
    return (await this.database.maybeOne(sql`select from follows where follower_id = ${userId} limit 1`)) === undefined;
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const follows = await archive.items(FILE, ImportedFollow);
    if (follows.length > MAX_FOLLOWED) throw invalid(`/${FILE}`, 'field.too_many', `holds more than ${MAX_FOLLOWED}`);
    const rows = JSON.stringify(follows.map(({ item }) => item));
    return {
      store: async (running) => {
        const count = await this.database.execute(sql`
          insert into follows (follower_id, followee_id, created_at)
          select ${running.userId}, users.id, min("followedAt")
          from jsonb_to_recordset(${rows}::jsonb) as wanted (username text, "followedAt" timestamptz(3))
          join users on users.username = lower(wanted.username) and users.id <> ${running.userId}
          group by users.id order by users.id`);
        running.count(FILE, count);
        running.skip(FILE, 'there is no such member here', follows.length - count);
      },
    };
  }
}
