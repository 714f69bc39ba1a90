export { PhotosModule } from './photos.module.js';
export { PhotoReader, type ReadPhoto } from './photo-reader.js';
export { PhotosService } from './photos.service.js';
export { type PhotoUse, PhotoUses } from './photo-uses.js';
export { FROM_PHOTOS, photoColumns, type PhotoRow } from './photo.columns.js';
export { toPhoto } from './photo.mapper.js';
export { PhotoView } from './photo.view.js';
