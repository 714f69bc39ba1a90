import { IsUUID, Matches } from 'class-validator';
import { PastInstant } from '../../../platform/personal-data/past-instant.rule.js';
import { UpdatePhotoDto } from './update-photo.dto.js';

/** An item of an export's `photos.json`. */
export class ImportedPhotoDto extends UpdatePhotoDto {
  @IsUUID()
  id!: string;

  @Matches(/^photos\/[\w-]{1,100}\.webp$/, { message: 'must be the name of a file in `photos/`' })
  file!: string;

  @PastInstant()
  createdAt!: Date;
}
