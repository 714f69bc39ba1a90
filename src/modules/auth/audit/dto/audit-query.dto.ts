import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsInstant, ToInstant } from '../../../../platform/http/instants.js';
import { PageQuery } from '../../../../platform/http/page.dto.js';
import { SECURITY_EVENTS, type SecurityEventName } from '../security-event-names.js';

export class AuditQuery extends PageQuery {
  /**
   * Only what the member with this username did.
   * @example "ada"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  actor?: string;

  /**
   * Only what is about the account of the member with this username.
   * @example "grace"
   */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  subject?: string;

  /** Only events of this name. */
  @IsOptional()
  @IsIn(SECURITY_EVENTS)
  event?: SecurityEventName;

  /**
   * Only from this moment on.
   * @example "2026-11-22T00:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  from?: Date;

  /**
   * Only before this moment.
   * @example "2026-11-23T00:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  to?: Date;
}
