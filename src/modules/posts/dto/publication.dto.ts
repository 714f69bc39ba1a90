import { IsOptional } from 'class-validator';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';

export class PublicationDto {
  /**
   * When, if not now: a moment with its zone, in the future.
   * @example "2030-01-01T08:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  publishAt?: Date | null;
}
