import { IsString, Length, ValidateIf } from 'class-validator';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../password-rules.js';

export class ChangePasswordDto {
  /**
   * Left out by who has none; then the sign-in must be younger than ten minutes.
   * @example "correct horse battery staple"
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  currentPassword?: string;

  /**
   * 8 to 256 characters; not a commonly used one, nor the username or e-mail address.
   * @example "another horse, another staple"
   */
  @IsString()
  @Length(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH)
  newPassword!: string;
}
