import { IsIn, IsOptional, IsUUID } from 'class-validator';

export class ClearTodosQuery {
  /** Has to be said, so that nobody deletes everything by accident: only those that are done are deleted. */
  @IsIn(['true'])
  done!: 'true';

  /** Only those of this list. */
  @IsOptional()
  @IsUUID()
  list?: string;
}
