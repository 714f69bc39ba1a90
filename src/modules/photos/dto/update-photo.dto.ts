import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Trim } from '../../../platform/http/transforms.js';
import { MAX_ALT_LENGTH } from './upload-photo.dto.js';

/** Absent keeps, `null` clears. */
export class UpdatePhotoDto {
  /** @example "A pot of tea on a wooden table" */
  @IsOptional()
  @Trim()
  @IsString()
  @MaxLength(MAX_ALT_LENGTH)
  alt?: string | null;
}
