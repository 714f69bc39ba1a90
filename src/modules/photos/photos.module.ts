import { Module } from '@nestjs/common';
import { ImagesRepository } from './images.repository.js';
import { OwnPhotosController } from './own-photos.controller.js';
import { PersonalPhotos } from './personal-photos.js';
import { PersonalPhotosRepository } from './personal-photos.repository.js';
import { PhotoBytesService } from './photo-bytes.service.js';
import { PhotoChecks } from './photo-checks.js';
import { PhotoReader } from './photo-reader.js';
import { PhotoSweep } from './photo-sweep.js';
import { PhotoSweepRepository } from './photo-sweep.repository.js';
import { PhotoUses } from './photo-uses.js';
import { PhotosController } from './photos.controller.js';
import { PhotosRepository } from './photos.repository.js';
import { PhotosService } from './photos.service.js';
import { PhotosImport } from './photos-import.js';

@Module({
  controllers: [PhotosController, OwnPhotosController],
  providers: [
    PhotosService,
    PhotosRepository,
    ImagesRepository,
    PhotoReader,
    PhotoBytesService,
    PhotoUses,
    PhotoChecks,
    PhotoSweep,
    PhotoSweepRepository,
    PersonalPhotos,
    PhotosImport,
    PersonalPhotosRepository,
  ],
  exports: [PhotosService, PhotoReader, PhotoUses],
})
export class PhotosModule {}
