import { IsString } from 'class-validator';

export class DeleteAccountDto {
  /** @example "correct horse battery staple" */
  @IsString()
  password!: string;
}
