import { IsString, ValidateIf } from 'class-validator';

export class DeleteAccountDto {
  /**
   * Left out by who has none; then the sign-in must be younger than ten minutes.
   * @example "correct horse battery staple"
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  password?: string;
}
