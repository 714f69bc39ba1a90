import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { Tidy } from '../../../platform/http/transforms.js';

export class CreateTodoListDto {
  /** @example "Groceries" */
  @Tidy()
  @IsString()
  @Length(1, 100)
  name!: string;

  /** @example "#2e7d32" */
  @IsOptional()
  @Matches(/^#[0-9a-f]{6}$/i, { message: 'must be a colour as #rrggbb' })
  color?: string | null;
}
