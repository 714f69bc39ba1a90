import { IsEmail, MaxLength } from 'class-validator';
import { Trim } from '../../../../platform/http/transforms.js';

export class ForgotPasswordDto {
  /**
   * The address of the account.
   * @example "ada@example.com"
   */
  @Trim()
  @IsEmail()
  @MaxLength(254)
  email!: string;
}
