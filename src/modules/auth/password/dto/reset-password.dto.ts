import { IsString, Length, MaxLength } from 'class-validator';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../password-rules.js';

export class ResetPasswordDto {
  /**
   * What stands behind `#token=` in the link of the mail.
   * @example "kpr_hPq0ZrQn3yYxW5m2b9tG7u"
   */
  @IsString()
  @MaxLength(200)
  token!: string;

  /**
   * 8 to 256 characters; not a commonly used one, nor the username or e-mail address.
   * @example "another horse, another staple"
   */
  @IsString()
  @Length(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH)
  newPassword!: string;
}
