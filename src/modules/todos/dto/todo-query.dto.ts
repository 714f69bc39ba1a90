import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { ToBoolean, Tidy } from '../../../platform/http/transforms.js';
import { SearchText } from '../../../platform/search/search-text.rule.js';
import { DUE_FILTERS, type DueFilter, TODO_SORTS, type TodoSort } from '../todo-filters.js';

export class TodoQuery extends PageQuery {
  /** Only those of this list. */
  @IsOptional()
  @IsUUID()
  list?: string;

  /**
   * Only those right under this todo; `none`: only those at the top.
   * @example "none"
   */
  @IsOptional()
  @Matches(/^(none|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i, { message: 'must be the id of a todo, or none' })
  parent?: string;

  /** Only those that are done, or only those that are not. */
  @IsOptional()
  @ToBoolean()
  @IsBoolean()
  done?: boolean;

  /**
   * Only those that were done at this moment or later.
   * @example "2026-11-23T00:00:00.000Z"
   */
  @IsOptional()
  @ToInstant()
  @IsInstant()
  doneSince?: Date;

  /**
   * `overdue`: open and past. `today`, and `week`: today and the six days after it, whatever day of the week it is; days begin
   * where your time zone is, whatever is done counts as well. `none`: without a due date.
   * @example "week"
   */
  @IsOptional()
  @IsIn(DUE_FILTERS)
  due?: DueFilter;

  /**
   * Only those with this label.
   * @example "errand"
   */
  @IsOptional()
  @Tidy()
  @IsString()
  @Length(1, 50)
  label?: string;

  /**
   * Only those of this priority: 1 is the highest, 4 the lowest.
   * @example 1
   */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(4)
  priority?: number;

  @IsOptional()
  @SearchText('What to look for in titles and notes; `tag:x` means a label. The order stays that of `sort`.')
  q?: string;

  /**
   * `position`: as arranged within each list (over several lists it means little); `due`: soonest first, whole days before
   * their hours, those without a date last; `newest`: last made first.
   */
  @IsIn(TODO_SORTS)
  sort: TodoSort = 'position';
}
