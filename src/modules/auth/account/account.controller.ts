import { Body, Controller, Delete, Get, Header, HttpCode, Post, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type ExpectedVersions, IfMatch } from '../../../platform/http/if-match.decorator.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { TakesUpload, Uploaded } from '../../../platform/http/uploads/upload.decorators.js';
import { uploadErrors } from '../../../platform/http/uploads/upload.errors.js';
import { exportErrors } from '../../../platform/personal-data/export.errors.js';
import { importErrors } from '../../../platform/personal-data/import.errors.js';
import { ImportReport } from '../../../platform/personal-data/import.view.js';
import { Imports, type PreparedImport } from '../../../platform/personal-data/imports.js';
import { CurrentSession } from '../../../platform/security/access.decorators.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { storageErrors } from '../../../platform/storage/storage.errors.js';
import { userErrors } from '../../users/index.js';
import { authErrors } from '../auth.errors.js';
import { stepUpErrors } from '../step-up/step-up.errors.js';
import { AccountDeletionService } from './account-deletion.service.js';
import { DeleteAccountDto } from './dto/delete-account.dto.js';
import { importForm } from './import.form.js';
import { ExportsService } from './exports.service.js';

@ApiTags('users')
@Controller('users/me')
export class AccountController {
  constructor(
    private readonly deletion: AccountDeletionService,
    private readonly exports: ExportsService,
    private readonly imports: Imports,
  ) {}

  /**
   * Delete my account
   *
   * At once and for good: profile, posts with the comments under them, lists and todos, sessions, and what is kept about it.
   * Comments on others' posts stay, without a name. The last admin stays.
   */
  @Delete()
  @HttpCode(204)
  @Problems(
    authErrors.wrongPassword,
    authErrors.tooManyAttempts,
    stepUpErrors.stepUpRequired,
    authErrors.busy,
    userErrors.lastAdmin,
  )
  delete(
    @CurrentSession() user: SessionUser,
    @Body() { password }: DeleteAccountDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.deletion.delete(user, password, expected);
  }

  /**
   * Take my data along
   *
   * One ZIP with everything that is mine, as it is at this moment: JSON of account, posts, comments, lists, todos, sessions,
   * access tokens and security events, the posts as Markdown, too, and a `README.txt` that says what is what. Nothing secret is in it. One at a
   * time.
   */
  @Get('export')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({
    description: 'The archive, by the name that `Content-Disposition` proposes.',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
    headers: {
      'Content-Disposition': {
        description: 'Proposes a file name.',
        schema: { type: 'string', examples: ['attachment; filename="kitchen-ada-2026-11-22.zip"'] } as object,
      },
    },
  })
  @Problems(exportErrors.underWay)
  export(@CurrentSession() user: SessionUser): Promise<StreamableFile> {
    return this.exports.make(user);
  }

  /**
   * Bring my data along
   *
   * Takes the ZIP of an export into an account with nothing in it yet, all or nothing: profile, photos, posts with their dates
   * and revisions, lists and todos, comments of mine under posts of mine, and likes, bookmarks and follows of what is there on
   * this server. Everything gets a new id. What cannot be brought along is named in the answer: how one signs in, security events,
   * and what others wrote.
   */
  @Post('import')
  @HttpCode(200)
  @TakesUpload(Imports)
  @ApiBody(importForm)
  @Problems(...Object.values(importErrors), ...Object.values(uploadErrors), storageErrors.unavailable)
  import(@CurrentSession() user: SessionUser, @Uploaded() archive: PreparedImport): Promise<ImportReport> {
    return this.imports.store(user.id, archive);
  }
}
