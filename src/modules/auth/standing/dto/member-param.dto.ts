import { IsString, MaxLength } from 'class-validator';

export class MemberParam {
  /** @example "ada" */
  @IsString()
  @MaxLength(100)
  username!: string;
}
