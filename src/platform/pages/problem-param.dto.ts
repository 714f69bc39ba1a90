import { IsString, MaxLength } from 'class-validator';

export class ProblemParam {
  /** @example "users.not_found" */
  @IsString()
  @MaxLength(200)
  code!: string;
}
