import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { ServeFile } from '../../platform/http/files/serve-file.decorator.js';
import type { ServedFile } from '../../platform/http/files/served-file.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { TakesUpload, Uploaded } from '../../platform/http/uploads/upload.decorators.js';
import { uploadErrors } from '../../platform/http/uploads/upload.errors.js';
import { CurrentUser, OptionalAuth } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { storageErrors } from '../../platform/storage/storage.errors.js';
import { DeletePhotoQuery } from './dto/delete-photo-query.dto.js';
import { PhotoBytesParam, PhotoBytesQuery } from './dto/photo-bytes.dto.js';
import { UpdatePhotoDto } from './dto/update-photo.dto.js';
import { UploadPhotoDto } from './dto/upload-photo.dto.js';
import { PhotoBytesService } from './photo-bytes.service.js';
import { PhotoReader, type ReadPhoto } from './photo-reader.js';
import { photoErrors } from './photo.errors.js';
import { photoForm } from './photo.form.js';
import { PhotoView, SavedPhoto } from './photo.view.js';
import { PhotosService } from './photos.service.js';

@ApiTags('photos')
@Controller('photos')
export class PhotosController {
  constructor(
    private readonly photos: PhotosService,
    private readonly bytes: PhotoBytesService,
  ) {}

  /**
   * Save a photo
   *
   * A form with the `file`: JPEG, PNG, WebP, AVIF or GIF (its first frame), up to 10 MiB and 25 megapixels. It is decoded, turned
   * upright and encoded anew in three sizes; where it was taken, and everything else that the camera wrote into it, is left out.
   * Nobody but you sees it until a published post shows it, or it is your avatar. What nothing uses for 7 days is deleted.
   */
  @Post()
  @Location('/api/v1/photos/{id}')
  @TakesUpload(PhotoReader)
  @ApiBody(photoForm)
  @Problems(
    photoErrors.quotaExceeded,
    photoErrors.unsupportedType,
    photoErrors.notReadable,
    photoErrors.tooManyPixels,
    photoErrors.somethingElseInside,
    photoErrors.ownerGone,
    ...Object.values(uploadErrors),
    storageErrors.unavailable,
  )
  upload(
    @CurrentUser() owner: SignedInUser,
    @Uploaded() photo: ReadPhoto,
    @Body() { alt }: UploadPhotoDto,
  ): Promise<SavedPhoto> {
    return this.photos.create(owner.id, photo, alt);
  }

  /** One photo */
  @Get(':id')
  @OptionalAuth()
  @Problems(photoErrors.notFound)
  get(@CurrentUser() viewer: SignedInUser | undefined, @Param() { id }: IdParam): Promise<PhotoView> {
    return this.photos.get(viewer?.id, id);
  }

  /** Describe my photo */
  @Patch(':id')
  @Problems(photoErrors.notFound, photoErrors.notYours, httpErrors.preconditionFailed)
  update(
    @CurrentUser() owner: SignedInUser,
    @Param() { id }: IdParam,
    @Body() changes: UpdatePhotoDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<PhotoView> {
    return this.photos.update(owner, id, changes, expected);
  }

  /** Delete my photo for good */
  @Delete(':id')
  @HttpCode(204)
  @Problems(photoErrors.notFound, photoErrors.notYours, photoErrors.inUse, httpErrors.preconditionFailed)
  delete(
    @CurrentUser() owner: SignedInUser,
    @Param() { id }: IdParam,
    @Query() { force }: DeletePhotoQuery,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.photos.delete(owner, id, force, expected);
  }

  /**
   * The bytes of a photo
   *
   * As WebP, for an `<img>`: take the addresses from the photo. They can be kept for ever, and read in parts.
   */
  @Get(':id/:variant.webp')
  @OptionalAuth()
  @ServeFile('image/webp')
  @Problems(photoErrors.notFound, httpErrors.rangeNotSatisfiable, storageErrors.unavailable)
  read(
    @CurrentUser() viewer: SignedInUser | undefined,
    @Param() { id, variant }: PhotoBytesParam,
    @Query() signature: PhotoBytesQuery,
  ): Promise<ServedFile> {
    return this.bytes.get(viewer?.id, id, variant, signature);
  }
}
