import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';

export const MAX_ALT_LENGTH = 1000;

/** The texts of the form; the file is looked at by `PhotoReader`. */
export class UploadPhotoDto {
  @IsOptional()
  @Tidy()
  @IsString()
  @MaxLength(MAX_ALT_LENGTH)
  alt?: string;
}
