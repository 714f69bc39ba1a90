import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Tidy } from '../../../platform/http/transforms.js';

export class TodoLabelParam {
  /** @example "errand" */
  @Tidy()
  @IsString()
  @Length(1, 50)
  label!: string;
}

export class TodoLabelsQuery extends PageQuery {
  /**
   * Only labels that begin with this, in capitals or not.
   * @example "err"
   */
  @IsOptional()
  @Tidy()
  @IsString()
  @MaxLength(50)
  q?: string;
}

export class RenameTodoLabelDto {
  /**
   * What it is to be called. Where todos have a label of that name already, the two become one.
   * @example "errands"
   */
  @Tidy()
  @IsString()
  @Length(1, 50)
  name!: string;
}
