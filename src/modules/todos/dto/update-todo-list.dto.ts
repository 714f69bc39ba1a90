import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';
import { PlaceDto } from './place.dto.js';

/** A merge patch (RFC 7396): absent keeps, `null` clears where a field can be empty. */
export class UpdateTodoListDto {
  /** @example "Groceries" */
  @ValidateIf((_, value) => value !== undefined)
  @Tidy()
  @IsString()
  @Length(1, 100)
  name?: string;

  /** @example "#2e7d32" */
  @IsOptional()
  @Matches(/^#[0-9a-f]{6}$/i, { message: 'must be a colour as #rrggbb' })
  color?: string | null;

  /** Archived lists keep their todos; it is for clients to put them out of sight. */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  isArchived?: boolean;

  /** Moves it beside another of your lists. */
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  position?: PlaceDto;
}
