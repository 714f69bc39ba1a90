import { IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { Tidy, Trim } from '../../../platform/http/transforms.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../password-rules.js';

export class RegisterDto {
  /**
   * 3 to 30 letters, digits and underscores; upper and lower case are the same.
   * @example "grace"
   */
  @Matches(/^[A-Za-z0-9_]{3,30}$/, { message: 'must be 3 to 30 characters of a-z, 0-9 and _' })
  username!: string;

  /** @example "grace@example.com" */
  @Trim()
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /**
   * 8 to 256 characters; not a commonly used one, nor the username or e-mail address.
   * @example "correct horse battery staple"
   */
  @IsString()
  @Length(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH)
  password!: string;

  /**
   * The name that others see; the username when left out.
   * @example "Grace Hopper"
   */
  @IsOptional()
  @Tidy()
  @IsString()
  @Length(1, 80)
  displayName?: string;
}
