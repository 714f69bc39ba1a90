import { Injectable } from '@nestjs/common';
import { jsonText } from '../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { UsersService } from './users.service.js';

/** What members take along from here. */
@Injectable()
export class PersonalAccount implements ExportSource {
  readonly contents = { 'account.json': 'Your account and profile.' };

  constructor(
    private readonly users: UsersService,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
  }

  async *exportFor(userId: string): AsyncIterable<ExportFile> {
    yield { path: 'account.json', content: [jsonText(await this.users.getOwn(userId)), '\n'] };
  }
}
