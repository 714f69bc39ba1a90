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
import { DueDto } from './due.dto.js';
import { DistinctLabels } from './labels.js';
import { PlaceDto } from './place.dto.js';
import { ReminderDto } from './reminder.dto.js';
import { RecurrenceDto } from './recurrence.dto.js';

export class CreateTodoDto {
  /** @example "Buy flour" */
  @Tidy()
  @IsString()
  @Length(1, 500)
  title!: string;

  /** The list to put it into; the parent's, or else your inbox, when left out. */
  @ValidateIf((_, value) => value !== undefined)
  @IsUUID()
  listId?: string;

  /** The todo that it is a part of. Todos are at most five levels deep. */
  @IsOptional()
  @IsUUID()
  parentId?: string | null;

  /** @example "The strong one, for bread." */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  notes?: string | null;

  /**
   * 1 is the highest, 4 the lowest and the default.
   * @example 4
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(1)
  @Max(4)
  priority?: number;

  /**
   * Named twice is named once.
   * @example ["errand", "kitchen"]
   */
  @ValidateIf((_, value) => value !== undefined)
  @DistinctLabels()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  labels?: string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DueDto)
  due?: DueDto | null;

  /** Needs a due date. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RecurrenceDto)
  recurrence?: RecurrenceDto | null;

  /** When to send you a mail about it, once your address is verified. */
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReminderDto)
  reminders?: ReminderDto[];

  /** Its place among those with the same list and parent; the end when left out. */
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  position?: PlaceDto;
}
