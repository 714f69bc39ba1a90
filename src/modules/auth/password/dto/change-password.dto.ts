import { IsString, Length } from 'class-validator';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../password-rules.js';

export class ChangePasswordDto {
  /** @example "correct horse battery staple" */
  @IsString()
  currentPassword!: string;

  /**
   * 8 to 256 characters; not a commonly used one, nor the username or e-mail address.
   * @example "another horse, another staple"
   */
  @IsString()
  @Length(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH)
  newPassword!: string;
}
