import { IsOptional, IsUUID } from 'class-validator';

export class TrashQuery {
  /**
   * Only this one; all that are there when left out.
   * @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10"
   */
  @IsOptional()
  @IsUUID()
  id?: string;
}
