import { OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsUUID, ValidateBy, ValidateNested } from 'class-validator';
import { PastInstant } from '../../../platform/personal-data/past-instant.rule.js';
import { isPosition } from '../positions.js';
import { type Outcome, OUTCOMES } from '../todo-occurrence.entity.js';
import { CreateTodoListDto } from './create-todo-list.dto.js';
import { CreateTodoDto } from './create-todo.dto.js';
import { DueDto } from './due.dto.js';

const IsPosition = () =>
  ValidateBy({
    name: 'isPosition',
    validator: {
      validate: (value) => typeof value === 'string' && isPosition(value),
      defaultMessage: () => 'must be a key of the order, as an export has it',
    },
  });

/** An item of `todo-lists.json` or `todo-lists-trash.json`. */
export class ImportedListDto extends CreateTodoListDto {
  @IsUUID()
  id!: string;

  @IsBoolean()
  isInbox!: boolean;

  @IsBoolean()
  isArchived!: boolean;

  @IsPosition()
  position!: string;

  @PastInstant()
  createdAt!: Date;

  @PastInstant()
  updatedAt!: Date;

  @IsOptional()
  @PastInstant()
  deletedAt?: Date | null;
}

/** An item of `todos.json` or `todo-trash.json`. */
export class ImportedTodoDto extends OmitType(CreateTodoDto, ['position', 'listId']) {
  @IsUUID()
  id!: string;

  @IsUUID()
  listId!: string;

  @IsPosition()
  position!: string;

  @IsOptional()
  @PastInstant()
  completedAt?: Date | null;

  @PastInstant()
  createdAt!: Date;

  @PastInstant()
  updatedAt!: Date;

  @IsOptional()
  @PastInstant()
  deletedAt?: Date | null;
}

/** An item of `todo-occurrences.json`. */
export class ImportedOccurrenceDto {
  @IsUUID()
  id!: string;

  @IsUUID()
  todoId!: string;

  @IsIn(OUTCOMES)
  outcome!: Outcome;

  @IsObject()
  @ValidateNested()
  @Type(() => DueDto)
  due!: DueDto;

  @PastInstant()
  recordedAt!: Date;
}
