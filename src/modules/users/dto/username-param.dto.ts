import { IsString, MaxLength } from 'class-validator';

export class UsernameParam {
  /** @example "ada" */
  @IsString()
  @MaxLength(100)
  username!: string;
}
