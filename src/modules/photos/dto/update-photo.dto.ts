import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';
import { MAX_ALT_LENGTH } from './upload-photo.dto.js';

/** Absent keeps, `null` clears. */
export class UpdatePhotoDto {
  /** @example "A pot of tea on a wooden table" */
  @IsOptional()
  @Tidy()
  @IsString()
  @MaxLength(MAX_ALT_LENGTH)
  alt?: string | null;
}
