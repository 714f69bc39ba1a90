import { IsString } from 'class-validator';

export class SwitchTotpOffDto {
  /** @example "correct horse battery staple" */
  @IsString()
  password!: string;
}
