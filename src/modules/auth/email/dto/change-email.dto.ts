import { IsEmail, IsString, MaxLength } from 'class-validator';
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

  /** @example "correct horse battery staple" */
  @IsString()
  password!: string;
}
