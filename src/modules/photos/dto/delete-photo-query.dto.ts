import { IsBoolean, IsOptional } from 'class-validator';
import { ToBoolean } from '../../../platform/http/transforms.js';

export class DeletePhotoQuery {
  /** Also takes it out of all posts that use it. */
  @IsOptional()
  @ToBoolean()
  @IsBoolean()
  force = false;
}
