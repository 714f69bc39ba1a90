import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';
import { DuePatchDto } from './due.dto.js';
import { DistinctLabels } from './labels.js';
import { PlaceDto } from './place.dto.js';
import { ReminderDto } from './reminder.dto.js';
import { RecurrencePatchDto } from './recurrence.dto.js';

/** A merge patch (RFC 7396): absent keeps, `null` clears where a field can be empty. */
export class UpdateTodoDto {
  /** @example "Buy flour" */
  @ValidateIf((_, value) => value !== undefined)
  @Tidy()
  @IsString()
  @Length(1, 500)
  title?: string;

  /** Moves it, with all below it, to another of your lists: to the end of its top level, unless `parentId` or `position` say where. */
  @ValidateIf((_, value) => value !== undefined)
  @IsUUID()
  listId?: string;

  /** Moves it, with all below it, under another todo, to whose list it goes; `null` to the top level. At most five levels deep. */
  @IsOptional()
  @IsUUID()
  parentId?: string | null;

  /** @example "The strong one, for bread." */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  notes?: string | null;

  /**
   * 1 is the highest, 4 the lowest.
   * @example 1
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(1)
  @Max(4)
  priority?: number;

  /**
   * All of them: the list is replaced.
   * @example ["errand", "kitchen"]
   */
  @ValidateIf((_, value) => value !== undefined)
  @DistinctLabels()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  labels?: string[];

  /**
   * A part of it changes that part; `null` takes the due date away, and the recurrence with it. Of a recurring todo, another
   * date is for the present occurrence alone; another time or time zone is for those that follow as well.
   */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DuePatchDto)
  due?: DuePatchDto | null;

  /** The rule begins anew with the due date, unless it is the same; `null` takes it away. Needs a due date. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RecurrencePatchDto)
  recurrence?: RecurrencePatchDto | null;

  /** All of them: the list is replaced. */
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReminderDto)
  reminders?: ReminderDto[];

  /** Moves it beside another todo with the same list and parent. */
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  position?: PlaceDto;
}
