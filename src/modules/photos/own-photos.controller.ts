import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { PhotoPage } from './photo.view.js';
import { PhotosService } from './photos.service.js';

@ApiTags('photos')
@Controller('users/me/photos')
export class OwnPhotosController {
  constructor(private readonly photos: PhotosService) {}

  /** My photos, newest first */
  @Get()
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() owner: SignedInUser, @Query() query: PageQuery): Promise<PhotoPage> {
    return this.photos.listOwned(owner.id, query);
  }
}
