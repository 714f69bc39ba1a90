import { IsUUID } from 'class-validator';

export class IdParam {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  @IsUUID()
  id!: string;
}
