import { IsUUID, Matches } from 'class-validator';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';
import { NotInFuture } from '../../../platform/personal-data/not-in-future.rule.js';
import { UpdatePhotoDto } from './update-photo.dto.js';

/** An item of an export's `photos.json`. */
export class ImportedPhotoDto extends UpdatePhotoDto {
  @IsUUID()
  id!: string;

  @Matches(/^photos\/[\w-]{1,100}\.webp$/, { message: 'must be the name of a file in `photos/`' })
  file!: string;

  @ToInstant()
  @IsInstant()
  @NotInFuture()
  createdAt!: Date;
}
