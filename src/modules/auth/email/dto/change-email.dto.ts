import { IsEmail, IsString, MaxLength, ValidateIf } from 'class-validator';
import { Trim } from '../../../../platform/http/transforms.js';

export class ChangeEmailDto {
  /**
   * The new address.
   * @example "ada.lovelace@example.com"
   */
  @Trim()
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /**
   * Left out by who has none; then the sign-in must be younger than ten minutes.
   * @example "correct horse battery staple"
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  password?: string;
}
