import { Injectable } from '@nestjs/common';
import { jsonArray, jsonText, pagesOf } from '../../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import { toPasskeyView } from '../passkeys/passkey.mapper.js';
import { type PasskeyRow, PasskeysRepository } from '../passkeys/passkeys.repository.js';
import { TotpService } from '../totp/totp.service.js';

/** What members take along of how they sign in: names and times, nothing that signs in. */
@Injectable()
export class PersonalSignInMethods implements ExportSource {
  readonly contents = {
    'passkeys.json': 'The names of your passkeys, and when you used them.',
    'second-factor.json': 'Whether signing in takes a code of an authenticator app.',
  };

  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly totp: TotpService,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
  }

  async *exportFor(userId: string): AsyncIterable<ExportFile> {
    const passkeys = pagesOf<PasskeyRow>((count, last) => this.passkeys.listOwned(userId, count, last && [last.id]));
    yield { path: 'passkeys.json', content: jsonArray(passkeys, toPasskeyView) };
    yield { path: 'second-factor.json', content: [jsonText(await this.totp.status(userId)), '\n'] };
  }
}
