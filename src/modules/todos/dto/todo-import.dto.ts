import { PickType } from '@nestjs/swagger';
import { IsUUID, ValidateIf } from 'class-validator';
import { CreateTodoDto } from './create-todo.dto.js';

/** What a file may say of a todo. */
export class DraftContentDto extends PickType(CreateTodoDto, [
  ...(['title', 'notes', 'priority', 'labels'] as const),
  ...(['due', 'recurrence', 'reminders'] as const),
]) {}

export class TodoImportQuery {
  /** The list that all of them go to. When left out, each goes to the list that the file names, and else to your inbox. */
  @ValidateIf((_, value) => value !== undefined)
  @IsUUID()
  list?: string;
}
